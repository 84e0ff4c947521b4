import { type LanguageBudget, type LanguageBudgetSet, languageBudget, TrainyardError } from '@trainyard/contracts';
import { type Db, newId, type Transaction } from './connection.ts';
import { appendEvents } from './event.ts';
import { budgetCountLock } from './language-ledger.ts';
import { writeNotice } from './notice.ts';
import { getPreferences } from './preference.ts';
import type { Deleter } from './run-delete.ts';
import { adminIds } from './user.ts';

/** Whose money it is; a batch stands for a run, and all calls together are the installation's. */
export type BudgetOf = { userId: string } | { runId: string } | { everything: true };

interface BudgetRow {
  user_id: string | null;
  user_name: string | null;
  run_id: string | null;
  run_number: number | null;
  everything: true | null;
  limit_usd: number | null;
  limit_calls: number | null;
  spent_usd: number;
  held_usd: number;
  spent_calls: number;
  held_calls: number;
  by_id: string;
  by_name: string | null;
  since: string;
  changed_at: string;
}

const select = `SELECT b.user_id, u.name AS user_name, b.run_id, r.number AS run_number,
  b.everything, b.limit_usd::float8 AS limit_usd, b.limit_calls, b.spent_usd::float8 AS spent_usd, b.held_usd::float8 AS held_usd,
  b.spent_calls, b.held_calls, b.set_by AS by_id, s.name AS by_name, b.since, b.changed_at
  FROM language_budget b LEFT JOIN "user" u ON u.id = b.user_id LEFT JOIN run r ON r.id = b.run_id
    LEFT JOIN "user" s ON s.id = b.set_by`;

function toBudget(found: BudgetRow): LanguageBudget {
  const { user_id, user_name, run_id, run_number, everything, by_id, by_name, ...row } = found;
  return languageBudget.parse({
    ...row,
    everything: everything === true,
    user: user_id === null ? null : { id: user_id, name: user_name ?? 'unknown' },
    run: run_id === null ? null : { id: run_id, number: run_number ?? 0 },
    set_by: { id: by_id, name: by_name ?? 'unknown' },
  });
}

/**
 * `userId` null: of everybody, and that of the installation. Otherwise one's own, and those of one's own runs. Batches tell of
 * theirs themselves.
 */
export async function listBudgets(db: Db, userId: string | null): Promise<LanguageBudget[]> {
  const found = await db.query<BudgetRow>(
    `${select} WHERE (b.run_id IS NULL OR r.id IS NOT NULL) AND ($1::uuid IS NULL OR b.user_id = $1 OR r.owner_id = $1) ORDER BY b.everything, b.changed_at DESC, b.id LIMIT 1000`,
    [userId],
  );
  return found.rows.map(toBudget);
}

function columnOf(of: BudgetOf): { column: 'user_id' | 'run_id' | 'everything'; id: string | true } {
  if ('everything' in of) return { column: 'everything', id: true };
  return 'userId' in of ? { column: 'user_id', id: of.userId } : { column: 'run_id', id: of.runId };
}

export async function getBudget(db: Db, of: BudgetOf): Promise<LanguageBudget | null> {
  const { column, id } = columnOf(of);
  const [row] = (await db.query<BudgetRow>(`${select} WHERE b.${column} = $1`, [id])).rows;
  return row === undefined ? null : toBudget(row);
}

/** What is not spent of a limit in money, held for calls under way or not; null where there is none. */
export async function budgetLeft(db: Db, id: string): Promise<number | null> {
  const found = await db.query<{ left_usd: number | null }>(
    'SELECT (limit_usd - spent_usd)::float8 AS left_usd FROM language_budget WHERE id = $1',
    [id],
  );
  return found.rows[0]?.left_usd ?? null;
}

interface Standing {
  set_by: string;
  limit_usd: number | null;
  limit_calls: number | null;
}

/** Whether nothing that was limited may now take more. */
function isWithin(limits: LanguageBudgetSet, { limit_usd, limit_calls }: Standing): boolean {
  const fits = (asked: number | null, standing: number | null): boolean =>
    standing === null || (asked !== null && asked <= standing);
  return fits(limits.limit_usd, limit_usd) && fits(limits.limit_calls, limit_calls);
}

/**
 * What an administrator set for somebody, they may lower, and neither raise nor remove. Locks the budget; answers whether
 * it was set by another. `limits` null: it is to be removed. Throws forbidden.
 */
async function keepWithin(
  tx: Transaction,
  of: BudgetOf,
  limits: LanguageBudgetSet | null,
  by: Deleter,
): Promise<boolean> {
  const { column, id } = columnOf(of);
  const found = await tx.query<Standing>(
    `SELECT set_by, limit_usd::float8 AS limit_usd, limit_calls FROM language_budget WHERE ${column} = $1 FOR UPDATE`,
    [id],
  );
  const [standing] = found.rows;
  if (standing === undefined || standing.set_by === by.id || by.role === 'admin') return false;
  if (limits !== null && isWithin(limits, standing)) return true;
  const role =
    'admin, since somebody else set this budget: you may lower each of its limits, and not raise or remove it';
  throw new TrainyardError('forbidden', { role });
}

async function changeBudget(
  tx: Transaction,
  of: BudgetOf,
  { limits, by }: { limits: LanguageBudgetSet; by: Deleter },
): Promise<boolean> {
  const { column, id } = columnOf(of);
  // Who lowers another's budget does not make it their own: they could raise it again.
  const ofAnother = await keepWithin(tx, of, limits, by);
  const changed = await tx.query(
    `UPDATE language_budget SET limit_usd = $2::numeric, limit_calls = $3::int,
       set_by = CASE WHEN $5 THEN set_by ELSE $4::uuid END, alerted = 0, changed_at = clock_timestamp()
     WHERE ${column} = $1`,
    [id, limits.limit_usd, limits.limit_calls, by.id, ofAnother],
  );
  return changed.count > 0;
}

/**
 * Sets or changes the limits. A new budget of a run counts what the run has taken already; that of a person or of the
 * installation begins now. Calls that are under way are held against it either way. Throws forbidden where another set it
 * and it would grow.
 */
export async function setBudget(
  tx: Transaction,
  of: BudgetOf,
  { limits, by }: { limits: LanguageBudgetSet; by: Deleter },
): Promise<LanguageBudget> {
  const done = (await changeBudget(tx, of, { limits, by })) || (await insertBudget(tx, of, { limits, by: by.id }));
  // Somebody was faster: then theirs is there to be changed.
  if (!done) await changeBudget(tx, of, { limits, by });
  const made = await getBudget(tx, of);
  if (made === null) throw new Error('a budget that was set is not there');
  return made;
}

/** False where there is one already. */
export async function insertBudget(
  tx: Transaction,
  of: BudgetOf,
  { limits, by }: { limits: LanguageBudgetSet; by: string },
): Promise<boolean> {
  const { column, id } = columnOf(of);
  // No call may begin or end between the count and the row that it is counted for.
  await tx.query('SELECT pg_advisory_xact_lock($1)', [budgetCountLock]);
  // Of a person or of all only what is under way counts: their calls may be millions, those of a run are found by an index.
  const counted = {
    run_id: 'c.run_id = $1::uuid',
    user_id: "c.user_id = $1::uuid AND c.status = 'asked'",
    everything: "c.status = 'asked'",
  }[column];
  const made = await tx.query(
    `INSERT INTO language_budget (id, ${column}, limit_usd, limit_calls, set_by, spent_usd, held_usd, spent_calls, held_calls)
     SELECT $2, $1::${column === 'everything' ? 'boolean' : 'uuid'}, $3::numeric, $4::int, $5,
       coalesce(sum(CASE WHEN c.kept THEN c.reserved_usd ELSE c.cost_usd END) FILTER (WHERE c.status <> 'asked'), 0),
       coalesce(sum(c.reserved_usd) FILTER (WHERE c.status = 'asked'), 0),
       count(*) FILTER (WHERE c.kept OR c.status = 'ok'), count(*) FILTER (WHERE c.status = 'asked')
     FROM language_call c WHERE ${counted}
     ON CONFLICT (${column}) DO NOTHING`,
    [id, newId(), limits.limit_usd, limits.limit_calls, by],
  );
  return made.count > 0;
}

/** The limits that a run was submitted with; what somebody has set since is left as it is. */
export async function ensureRunBudget(tx: Transaction, runId: string, limits: LanguageBudgetSet): Promise<void> {
  const found = await tx.query<{ owner_id: string }>('SELECT owner_id FROM run WHERE id = $1 FOR SHARE', [runId]);
  const [run] = found.rows;
  if (run === undefined || (await getBudget(tx, { runId })) !== null) return;
  await insertBudget(tx, { runId }, { limits, by: run.owner_id });
}

/** Throws forbidden where another set it. */
export async function removeBudget(tx: Transaction, of: BudgetOf, by: Deleter): Promise<void> {
  const { column, id } = columnOf(of);
  await keepWithin(tx, of, null, by);
  await tx.query(`DELETE FROM language_budget WHERE ${column} = $1`, [id]);
}

/** Shares, in percent, at which people are told. */
export const alertShares = [50, 80, 100] as const;

interface AlertRow {
  everything: true | null;
  share: number;
  alerted: number;
  run_number: number | null;
  batch_number: number | null;
  run_id: string | null;
  told: string | null;
  limit_usd: number | null;
  limit_calls: number | null;
}

/**
 * Tells whose money it is (of the installation the administrators), once for each share, in the transaction that remembers
 * it. `refused`: a call found no room, which is the end of the budget, whatever is left of it.
 */
export async function tellOfBudget(tx: Transaction, budgetId: string, { refused = false } = {}): Promise<void> {
  const found = await tx.query<AlertRow>(
    `SELECT greatest(CASE WHEN b.limit_usd > 0 THEN b.spent_usd / b.limit_usd ELSE 0 END,
         CASE WHEN b.limit_calls > 0 THEN b.spent_calls::numeric / b.limit_calls ELSE 0 END)::float8 * 100 AS share,
       b.everything, b.alerted, r.number AS run_number, g.number AS batch_number, r.id AS run_id,
       coalesce(b.user_id, r.owner_id, g.owner_id) AS told,
       b.limit_usd::float8 AS limit_usd, b.limit_calls
     FROM language_budget b LEFT JOIN run r ON r.id = b.run_id LEFT JOIN language_batch g ON g.id = b.run_id
     WHERE b.id = $1 FOR UPDATE OF b`,
    [budgetId],
  );
  const [budget] = found.rows;
  if (budget === undefined) return;
  const passed = refused ? 100 : alertShares.findLast((share) => budget.share >= share);
  if (passed === undefined || passed <= budget.alerted) return;
  await tx.query('UPDATE language_budget SET alerted = $2 WHERE id = $1', [budgetId, passed]);
  const limits = [
    ...(budget.limit_usd === null ? [] : [`$${Number(budget.limit_usd.toPrecision(6))}`]),
    ...(budget.limit_calls === null ? [] : [`${budget.limit_calls} calls`]),
  ].join(' and ');
  const used = passed === 100 ? 'is used up' : `is used to ${passed} %`;
  const message = passed === 100 ? `It was ${limits}. No further call is made.` : `It is ${limits}.`;
  if (budget.run_id !== null) {
    const data = { message: `The budget ${used}: ${message}` };
    await appendEvents(tx, budget.run_id, [{ kind: 'milestone-reached', data }]);
  }
  const { run_number, batch_number } = budget;
  const one = run_number === null ? batch_number !== null && `batch ${batch_number}` : `run ${run_number}`;
  const whose = budget.everything ? 'The budget of the installation' : one ? `The budget of ${one}` : 'Your budget';
  for (const userId of budget.everything ? await adminIds(tx) : [budget.told]) {
    if (userId === null || !(await getPreferences(tx, userId)).notices.budget) continue;
    await writeNotice(tx, { userId, runId: budget.run_id }, { kind: 'budget', title: `${whose} ${used}`, message });
  }
}
