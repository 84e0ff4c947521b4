import {
  type Batch,
  type BatchBudget,
  type BatchMetric,
  type BatchPart,
  type BatchStatus,
  type BatchSummary,
  batch,
  batchSummary,
  idOrNumber,
  type LanguageChoice,
  TrainyardError,
  type WholeBatch,
  wholeBatch,
} from '@trainyard/contracts';
import { type Db, newId, type Transaction } from './connection.ts';
import { jsonb, storable } from './jsonb.ts';
import { insertBudget } from './language-budget.ts';
import { requireOwn } from './ownership.ts';
import type { Deleter } from './run-delete.ts';
import type { Page } from './run-list.ts';

/** What a batch was made with; none of it changes, but for the budget. */
export interface BatchAsked {
  prompt: { name: string | null; version: number | null } | null;
  text: WholeBatch['text'];
  language_model: LanguageChoice | null;
  grader: LanguageChoice | null;
  dataset: { name: string; version: number; part: BatchPart; run: number | null } | null;
  metrics: BatchMetric[];
  pass: number;
  length_ratio: number;
  concurrency: number;
  cache: boolean;
  budget: { calls: number | null; usd: number | null } | null;
}

export interface NewBatchItem {
  item_id: string;
  input: string;
  expected: readonly string[];
  values: Readonly<Record<string, string>>;
  group_name: string | null;
  answer: string | null;
}

interface BatchRow {
  id: string;
  number: number;
  owner_id: string;
  owner_name: string | null;
  name: string;
  kind: string;
  status: BatchStatus;
  reason: string | null;
  asked: BatchAsked;
  items: number;
  samples: number;
  ok: number;
  failed: number;
  missing: number;
  cached: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
  unpriced: number;
  unknown: number;
  kept_usd: number;
  summary: unknown;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

const columns = `b.id, b.number, b.owner_id, u.name AS owner_name, b.name, b.kind, b.status, b.reason, b.asked, b.items,
  b.samples, b.ok, b.failed, b.missing, b.cached, b.input_tokens, b.output_tokens, b.cost_usd::float8 AS cost_usd,
  b.unpriced, k.unknown, k.kept_usd, b.summary, b.created_at, b.started_at, b.ended_at`;
// Calls of a batch have its id as that of a run.
const select = `SELECT ${columns} FROM language_batch b LEFT JOIN "user" u ON u.id = b.owner_id
  CROSS JOIN LATERAL (SELECT count(*) AS unknown, coalesce(sum(c.reserved_usd), 0)::float8 AS kept_usd
    FROM language_call c WHERE c.run_id = b.id AND c.kept) k`;

function told(row: BatchRow): unknown {
  const { asked, owner_id, owner_name, ok, failed, missing, cached } = row;
  const { input_tokens, output_tokens, cost_usd, unpriced, unknown, kept_usd, ...rest } = { ...row, ...asked };
  const all = row.items * row.samples;
  return {
    ...rest,
    counts: { all, open: all - ok - failed - missing, ok, failed, missing, cached },
    usage: { input_tokens, output_tokens, cost_usd, unpriced, unknown, kept_usd },
    owner: { id: owner_id, name: owner_name ?? 'unknown' },
  };
}

function notFound(ref: string): TrainyardError {
  return new TrainyardError('batch-not-found', { batch: ref.slice(0, 100) });
}

/** By number or id. Throws batch-not-found. */
export async function batchIdOf(db: Db, ref: string): Promise<string> {
  const parsed = idOrNumber.safeParse(ref);
  const number = Number(ref);
  if (!parsed.success || number > 2_147_483_647) throw notFound(ref);
  const found = await db.query<{ id: string }>(
    `SELECT id FROM language_batch WHERE ${Number.isInteger(number) ? 'number' : 'id'} = $1`,
    [ref],
  );
  const [row] = found.rows;
  if (row === undefined) throw notFound(ref);
  return row.id;
}

/** Throws batch-not-found. */
export async function getBatch(db: Db, ref: string): Promise<WholeBatch> {
  const found = await db.query<BatchRow>(`${select} WHERE b.id = $1`, [await batchIdOf(db, ref)]);
  const [row] = found.rows;
  if (row === undefined) throw notFound(ref);
  return wholeBatch.parse(told(row));
}

export async function listBatches(
  db: Db,
  query: {
    kind?: string | undefined;
    status?: string | undefined;
    prompt?: string | undefined;
    limit: number;
    cursor?: number | undefined;
  },
): Promise<Page<Batch>> {
  const which = `($1::text IS NULL OR b.kind = $1) AND ($2::text IS NULL OR b.status = $2)
    AND ($3::text IS NULL OR b.prompt_name = $3)`;
  const values = [query.kind ?? null, query.status ?? null, query.prompt ?? null];
  const found = await db.query<BatchRow>(
    `${select} WHERE ${which} AND ($4::int IS NULL OR b.number < $4) ORDER BY b.number DESC LIMIT $5`,
    [...values, query.cursor ?? null, query.limit + 1],
  );
  const counted = await db.query<{ n: number }>(`SELECT count(*) AS n FROM language_batch b WHERE ${which}`, values);
  const items = found.rows.slice(0, query.limit).map((row) => batch.parse(told(row)));
  const next = found.rows.length > query.limit ? String(items.at(-1)?.number ?? '') : null;
  return { items, next_cursor: next, total: counted.rows[0]?.n ?? 0 };
}

/** Of items that are written with one statement. */
const itemsAtOnce = 2000;

/** Its calls take from this budget as those of a run take from its own; what it has taken and holds already counts. */
async function giveBudget(tx: Transaction, runId: string, { calls, usd }: BatchBudget, by: string): Promise<void> {
  await insertBudget(tx, { runId }, { limits: { limit_calls: calls, limit_usd: usd }, by });
}

/** Something is there to be done, or done with; results are told by the bare id. */
async function ring(tx: Db, batchId: string): Promise<void> {
  await tx.query("SELECT pg_notify('trainyard_batch', 'work ' || $1)", [batchId]);
}

export async function createBatch(
  tx: Transaction,
  made: {
    ownerId: string;
    name: string;
    kind: Batch['kind'];
    samples: number;
    asked: BatchAsked;
    items: readonly NewBatchItem[];
  },
): Promise<string> {
  const { ownerId, name, kind, samples, asked, items } = made;
  const id = newId();
  await tx.query(
    `INSERT INTO language_batch (id, owner_id, name, kind, prompt_name, asked, items, samples)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, ownerId, storable(name), kind, asked.prompt?.name ?? null, jsonb(asked), items.length, samples],
  );
  for (let from = 0; from < items.length; from += itemsAtOnce) {
    await tx.query(
      `INSERT INTO language_batch_item (batch_id, position, item_id, input, expected, "values", group_name, answer)
       SELECT $1, $2 + x.place, x.item->>'item_id', x.item->>'input', x.item->'expected', x.item->'values',
         x.item->>'group_name', x.item->>'answer'
       FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS x(item, place)`,
      [id, from, jsonb(items.slice(from, from + itemsAtOnce))],
    );
  }
  if (asked.budget !== null) await giveBudget(tx, id, asked.budget, ownerId);
  await ring(tx, id);
  return id;
}

interface Locked {
  number: number;
  owner_id: string;
  status: BatchStatus;
  missing: number;
  open: number;
}

/** Its owner or an admin may. Throws batch-not-found, forbidden. */
async function lockOwn(tx: Transaction, id: string, by: Deleter): Promise<Locked> {
  const found = await tx.query<Locked>(
    `SELECT number, owner_id, status, missing, items * samples - ok - failed - missing AS open
     FROM language_batch WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const [row] = found.rows;
  if (row === undefined) throw notFound(id);
  requireOwn([row.owner_id], by, 'the batch');
  return row;
}

const going: readonly BatchStatus[] = ['queued', 'running', 'waiting'];

/** One that has ended stays as it is. */
export async function cancelBatch(tx: Transaction, id: string, by: Deleter): Promise<void> {
  const { status } = await lockOwn(tx, id, by);
  if (!going.includes(status)) return;
  await tx.query(
    `UPDATE language_batch SET status = 'cancelled', reason = NULL, holder = NULL, ended_at = clock_timestamp() WHERE id = $1`,
    [id],
  );
  await ring(tx, id);
}

/** Puts one that has ended back into the queue. Throws batch-going. */
export async function resumeBatch(
  tx: Transaction,
  id: string,
  { by, budget, retryMissing }: { by: Deleter; budget: BatchBudget | undefined; retryMissing: boolean },
): Promise<void> {
  const { number, status, owner_id } = await lockOwn(tx, id, by);
  if (going.includes(status)) throw new TrainyardError('batch-going', { batch: number, status });
  if (retryMissing) {
    // What was paid for them stays paid.
    await tx.query(
      `WITH gone AS (DELETE FROM language_batch_result WHERE batch_id = $1 AND status = 'missing' RETURNING cached)
       UPDATE language_batch SET missing = 0, cached = cached - (SELECT count(*) FROM gone WHERE gone.cached) WHERE id = $1`,
      [id],
    );
  }
  if (budget !== undefined) {
    const changed = await tx.query(
      `UPDATE language_budget SET limit_usd = $2::numeric, limit_calls = $3, alerted = 0, changed_at = clock_timestamp()
       WHERE run_id = $1`,
      [id, budget.usd, budget.calls],
    );
    if (changed.count === 0) await giveBudget(tx, id, budget, owner_id);
    await tx.query(`UPDATE language_batch SET asked = jsonb_set(asked, '{budget}', $2::jsonb) WHERE id = $1`, [
      id,
      jsonb(budget),
    ]);
  }
  await tx.query(
    `UPDATE language_batch SET status = 'queued', reason = NULL, holder = NULL, ended_at = NULL WHERE id = $1`,
    [id],
  );
  await ring(tx, id);
}

/** With its results; what is under way for it goes on and stands in the ledger alone. */
export async function deleteBatch(tx: Transaction, id: string, by: Deleter): Promise<void> {
  await lockOwn(tx, id, by);
  await tx.query('DELETE FROM language_batch WHERE id = $1', [id]);
  await tx.query('DELETE FROM language_budget WHERE run_id = $1', [id]);
  await ring(tx, id);
}

/** What whoever works on a batch knows of it. */
export interface HeldBatch {
  id: string;
  number: number;
  ownerId: string;
  kind: Batch['kind'];
  samples: number;
  /** As many as have no result yet. */
  open: number;
  /** Results with an answer, whatever it was worth. */
  came: number;
  status: BatchStatus;
  asked: BatchAsked;
}

/**
 * Takes the next batch that nobody works on: queued, waiting for long enough, or held by somebody who is silent for
 * longer than the lease.
 */
export async function claimBatch(db: Db, holder: string, leaseSeconds: number): Promise<HeldBatch | null> {
  const found = await db.query<BatchRow>(
    `UPDATE language_batch b SET holder = $1, held_until = clock_timestamp() + make_interval(secs => $2),
       status = CASE WHEN b.status = 'waiting' THEN 'waiting' ELSE 'running' END,
       started_at = coalesce(b.started_at, clock_timestamp())
     WHERE b.id = (SELECT c.id FROM language_batch c WHERE c.status IN ('queued', 'running', 'waiting')
       AND (c.status = 'queued' OR c.holder IS NULL OR c.held_until < clock_timestamp())
       AND (c.status <> 'waiting' OR c.try_at <= clock_timestamp())
       ORDER BY c.number LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING b.*, b.cost_usd::float8 AS cost_usd`,
    [holder, leaseSeconds],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  const came = row.ok + row.failed;
  const { id, number, owner_id, samples, status, asked } = row;
  const kind = batch.shape.kind.parse(row.kind);
  return {
    id,
    number,
    ownerId: owner_id,
    kind,
    samples,
    came,
    open: row.items * samples - came - row.missing,
    status,
    asked,
  };
}

/** False: it is another's by now, cancelled or gone. */
export async function keepBatch(db: Db, held: { id: string; holder: string }, leaseSeconds: number): Promise<boolean> {
  const kept = await db.query(
    `UPDATE language_batch SET held_until = clock_timestamp() + make_interval(secs => $3) WHERE id = $1 AND holder = $2`,
    [held.id, held.holder, leaseSeconds],
  );
  return kept.count > 0;
}

/** Nobody's again: the next who looks takes it up where it is. */
export async function releaseBatch(db: Db, { id, holder }: { id: string; holder: string }): Promise<void> {
  await db.query('UPDATE language_batch SET holder = NULL WHERE id = $1 AND holder = $2', [id, holder]);
  await ring(db, id);
}

/** How it ended, or why it waits and for how long before it is tried again. False where it is another's by now. */
export async function settleBatch(
  db: Db,
  { id, holder }: { id: string; holder: string },
  how: { status: BatchStatus; reason: string | null; summary: BatchSummary | null; againSeconds?: number },
): Promise<boolean> {
  const waits = how.status === 'waiting';
  const settled = await db.query(
    `UPDATE language_batch SET status = $3, reason = $4, summary = coalesce($5::jsonb, summary), holder = NULL,
       try_at = clock_timestamp() + make_interval(secs => $6),
       ended_at = CASE WHEN $7 THEN NULL ELSE clock_timestamp() END
     WHERE id = $1 AND holder = $2`,
    [
      id,
      holder,
      how.status,
      how.reason === null ? null : storable(how.reason),
      how.summary === null ? null : jsonb(batchSummary.parse(how.summary)),
      how.againSeconds ?? 0,
      waits,
    ],
  );
  await ring(db, id);
  return settled.count > 0;
}

/** What is known of the scores so far. */
export async function noteBatchSummary(
  db: Db,
  { id, holder }: { id: string; holder: string },
  summary: BatchSummary,
): Promise<void> {
  await db.query('UPDATE language_batch SET summary = $3 WHERE id = $1 AND holder = $2', [id, holder, jsonb(summary)]);
}
