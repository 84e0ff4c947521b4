import { type CallParameters, type LanguageAnswer, languageAnswer } from '@trainyard/contracts';
import { type Db, newId, type Transaction } from './connection.ts';
import { jsonb } from './jsonb.ts';

/** Who asks what of whom: the same for every attempt of a call. */
export interface LedgerCall {
  request_id: string;
  gateway_id: string;
  user_id: string;
  run_id: string | null;
  role: string | null;
  language_model: string | null;
  provider_id: string;
  provider: string;
  model: string;
  parameters: CallParameters;
  sample: number;
  key: string;
}

/** Whose answer will do instead of asking: the run's own, anybody's, nobody's. */
export type Look = 'own' | 'any' | null;

export interface AttemptReserved extends LedgerCall {
  id: string;
  attempt: number;
  look: Look;
  price_version: number | null;
  /** The most that it may cost, US dollars as a decimal; null where its price is unknown. */
  reserved_usd: string | null;
}

export interface Reservation {
  call_id: string;
  /** `answered`: it was answered before, and nothing is held. */
  outcome: 'held' | 'wait' | 'reached' | 'unpriced' | 'answered';
  budget_id: string | null;
  /** Whether that is the budget of the run, or that of the user; null: that of the installation, or none. */
  of_run: boolean | null;
  replayed: Replayed | null;
}

interface ReservationRow extends Omit<Reservation, 'replayed'> {
  answer_id: string | null;
  answer: unknown;
}

/**
 * The calls of one trip to the ledger, and whose budgets they touch. The functions there read a call as a row of
 * `language_call`: defaults of a column that is added to it are theirs to set.
 */
function trip(attempts: readonly AttemptReserved[]): unknown[] {
  const users = new Set(attempts.map(({ user_id }) => user_id));
  const runs = new Set(attempts.flatMap(({ run_id }) => run_id ?? []));
  // Arrays as PostgreSQL writes them.
  return [jsonb(attempts), `{${[...users].join()}}`, `{${[...runs].join()}}`];
}

/**
 * Writes attempts as asked, each where it was not answered before and every budget has room for it; one statement for all
 * that wait.
 */
export async function reserveCalls(db: Db, attempts: readonly AttemptReserved[]): Promise<Reservation[]> {
  const found = await db.prepared<ReservationRow>(
    'reserve-language-calls',
    'SELECT call_id, outcome, budget_id, of_run, answer_id, answer FROM reserve_language_calls($1, $2, $3)',
    trip(attempts),
  );
  return found.rows.map(({ answer_id, answer, ...row }) => ({
    ...row,
    replayed: answer_id === null ? null : { answerId: answer_id, answer: languageAnswer.parse(answer) },
  }));
}

/** With all that was reserved: a database that died in between may not know of it any more. */
export interface AttemptSettled extends AttemptReserved {
  status: 'ok' | 'failed' | 'unknown';
  answer_id: string | null;
  answer: LanguageAnswer | null;
  revision: string | null;
  usage_raw: unknown;
  input_tokens: number | null;
  cached_input_tokens: number | null;
  output_tokens: number | null;
  reasoning_tokens: number | null;
  cost_usd: string | null;
  /** Whether what was reserved counts as spent, because nobody knows better. */
  kept: boolean;
  latency_ms: number;
  error: { kind: string; status: number | null; says: string } | null;
}

/**
 * Writes how attempts ended; the budgets that have passed a share which nobody was told of. Safe to run twice. It is not waited for until the disk has it:
 * whoever tells of it makes sure with `unsettledCalls`.
 */
export async function settleCalls(db: Db, attempts: readonly AttemptSettled[]): Promise<string[]> {
  const found = await db.prepared<{ budget_id: string }>(
    'settle-language-calls',
    'SELECT budget_id FROM settle_language_calls($1, $2, $3)',
    trip(attempts),
  );
  return found.rows.map((row) => row.budget_id);
}

/**
 * Makes sure that the disk has what was settled: a commit that is waited for takes all along that the same statement could
 * see. Answers with the ids that are not settled all the same, because the database died before the disk had them.
 */
export async function unsettledCalls(db: Db, gatewayId: string, ids: readonly string[]): Promise<string[]> {
  const found = await db.prepared<{ id: string }>(
    'unsettled-language-calls',
    `WITH flushed AS (UPDATE language_gateway SET beat_at = clock_timestamp() WHERE id = $2)
     SELECT a.id FROM unnest($1::uuid[]) AS a(id) LEFT JOIN language_call c ON c.id = a.id
     WHERE c.id IS NULL OR c.status = 'asked'`,
    [[...ids], gatewayId],
  );
  return found.rows.map((row) => row.id);
}

/** Under which what calls take, and what is counted for a new budget, keep out of each other's way. */
export const budgetCountLock = 7_203_014_002;

export interface Replayed {
  answerId: string;
  answer: LanguageAnswer;
}

const cachedRow = `INSERT INTO language_call (id, request_id, attempt, gateway_id, user_id, run_id, role, language_model,
    provider_id, provider, model, revision, parameters, sample, key, status, answer_id, cost_usd, reserved_usd, latency_ms, ended_at)
  SELECT $1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, found.answer->>'revision', $11, $12, $13, 'cached', found.id, 0, 0,
    $14, clock_timestamp() FROM found`;

function cachedValues(call: LedgerCall, latencyMs: number): unknown[] {
  return [
    newId(),
    call.request_id,
    call.gateway_id,
    call.user_id,
    call.run_id,
    call.role,
    call.language_model,
    call.provider_id,
    call.provider,
    call.model,
    jsonb(call.parameters),
    call.sample,
    call.key,
    latencyMs,
  ];
}

/**
 * The answer that a call had before, and a row that says so. A run's own answer comes first, also where it wants no other
 * from the cache: what it was answered once, it is never asked to pay again.
 */
export async function replayCall(
  db: Db,
  call: LedgerCall,
  { cache, latencyMs }: { cache: boolean; latencyMs: number },
): Promise<Replayed | null> {
  const found = await db.prepared<{ id: string; answer: unknown }>(
    'replay-language-call',
    `WITH found AS (
       SELECT a.id, a.answer FROM language_answer a CROSS JOIN LATERAL (SELECT EXISTS (
         SELECT 1 FROM language_call c WHERE c.run_id = $5 AND c.key = $13 AND c.answer_id = a.id) AS own) o
       WHERE a.key = $13 AND ($15::boolean OR o.own) ORDER BY o.own DESC, a.created_at, a.id LIMIT 1
     ), kept AS (${cachedRow})
     SELECT id, answer FROM found`,
    [...cachedValues(call, latencyMs), cache],
  );
  const [row] = found.rows;
  return row === undefined ? null : { answerId: row.id, answer: languageAnswer.parse(row.answer) };
}

/** For a call that was answered by another that was under way. */
export async function noteSharedAnswer(db: Db, call: LedgerCall, answerId: string, latencyMs: number): Promise<void> {
  await db.prepared(
    'share-language-answer',
    `WITH found AS (SELECT a.id, a.answer FROM language_answer a WHERE a.id = $15) ${cachedRow}`,
    [...cachedValues(call, latencyMs), answerId],
  );
}

/** Says that a gateway is alive; made at its first beat. */
export async function beatGateway(db: Db, gateway: { id: string; host: string; pid: number }): Promise<void> {
  await db.query(
    `INSERT INTO language_gateway (id, host, pid) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET beat_at = clock_timestamp()`,
    [gateway.id, gateway.host, gateway.pid],
  );
}

/** Gateways with calls under way, and how long each has been silent; null: it never said anything. */
export async function gatewaysAsking(
  db: Db,
): Promise<{ id: string; host: string | null; pid: number | null; silent_s: number | null }[]> {
  const found = await db.query<{ id: string; host: string | null; pid: number | null; silent_s: number | null }>(
    `SELECT c.gateway_id AS id, g.host, g.pid, extract(epoch FROM clock_timestamp() - g.beat_at)::float8 AS silent_s
     FROM (SELECT DISTINCT gateway_id FROM language_call WHERE status = 'asked') c
     LEFT JOIN language_gateway g ON g.id = c.gateway_id`,
  );
  return found.rows;
}

/**
 * What a gateway that has died had asked is of unknown outcome, and what was reserved for it counts as spent. Returns
 * how many calls those were.
 */
export async function loseGateway(tx: Transaction, gatewayId: string): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [budgetCountLock]);
  await tx.query(
    `SELECT 1 FROM language_budget b WHERE EXISTS (SELECT 1 FROM language_call c
       WHERE c.gateway_id = $1 AND c.status = 'asked' AND (b.everything OR c.user_id = b.user_id OR c.run_id = b.run_id))
     ORDER BY b.id FOR UPDATE`,
    [gatewayId],
  );
  const lost = await tx.query<{ user_id: string; run_id: string | null; reserved_usd: string | null }>(
    `UPDATE language_call SET status = 'unknown', kept = true, ended_at = clock_timestamp(),
       error = '{"kind": "gateway-died", "status": null, "says": "the server ended before the answer came"}'
     WHERE gateway_id = $1 AND status = 'asked' RETURNING user_id, run_id, reserved_usd`,
    [gatewayId],
  );
  for (const call of lost.rows) {
    await tx.query(
      `UPDATE language_budget SET held_usd = held_usd - $3::numeric, spent_usd = spent_usd + $3::numeric,
         held_calls = held_calls - 1, spent_calls = spent_calls + 1 WHERE everything OR user_id = $1 OR run_id = $2`,
      [call.user_id, call.run_id, call.reserved_usd ?? '0'],
    );
  }
  await tx.query('DELETE FROM language_gateway WHERE id = $1', [gatewayId]);
  return lost.count;
}
