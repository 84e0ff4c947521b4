import { createHash } from 'node:crypto';
import { type Finalist, finalist, type RunStatus, TrainyardError } from '@trainyard/contracts';
import { z } from 'zod';
import type { Db, Store } from './connection.ts';
import { appendEvents } from './event.ts';
import { jsonb } from './jsonb.ts';

/** A look at the test part of a run. */
export interface StoredSeal {
  at: string;
  finalists: Finalist[];
  digest: string;
  /** How many runs had opened the same test part before. */
  earlier: number;
}

/** Every text with its place: two lists of finalists are the same only if nothing differs. */
function digestOf(finalists: readonly Finalist[]): string {
  const texts = finalists.map(({ system, output, examples }) => [
    system,
    output,
    examples.map((one) => [one.input, one.output]),
  ]);
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** Null while it is closed. */
export async function getSeal(db: Db, runId: string): Promise<StoredSeal | null> {
  const found = await db.query<{ at: string; finalists: unknown; digest: string; earlier: number }>(
    `SELECT s.opened_at AS at, s.finalists, s.digest,
       (SELECT count(*) FROM run_seal e WHERE e.split_digest = s.split_digest AND e.run_id <> s.run_id
         AND e.opened_at < s.opened_at)::int AS earlier
     FROM run_seal s WHERE s.run_id = $1`,
    [runId],
  );
  const row = found.rows[0];
  return row === undefined ? null : { ...row, finalists: z.array(finalist).parse(row.finalists) };
}

/** Asked before calls of a run: cheap, and never remembered, since it counts from the moment of the opening. */
export async function isSealOpen(db: Db, runId: string): Promise<boolean> {
  const found = await db.prepared('is-seal-open', 'SELECT 1 FROM run_seal WHERE run_id = $1', [runId]);
  return found.rows.length > 0;
}

/**
 * Opens the test part of a run that is under way, once. Asked again with the same finalists it says the same; throws
 * seal-opened for others, seal-too-late where the run is over.
 */
export async function openSeal(
  store: Store,
  run: { id: string; number: number; splitDigest: string },
  finalists: readonly Finalist[],
): Promise<StoredSeal> {
  const digest = digestOf(finalists);
  return store.begin(async (tx) => {
    // Two askers at once come one after the other.
    const locked = await tx.query<{ status: RunStatus }>('SELECT status FROM run WHERE id = $1 FOR UPDATE', [run.id]);
    const before = await getSeal(tx, run.id);
    if (before !== null) {
      if (before.digest !== digest) throw new TrainyardError('seal-opened', { run: run.number });
      return before;
    }
    const status = locked.rows[0]?.status ?? 'cancelled';
    if (!['running', 'pausing', 'stopping'].includes(status)) {
      throw new TrainyardError('seal-too-late', { run: run.number, status });
    }
    await tx.query('INSERT INTO run_seal (run_id, split_digest, finalists, digest) VALUES ($1, $2, $3, $4)', [
      run.id,
      run.splitDigest,
      jsonb(finalists),
      digest,
    ]);
    const count = finalists.length === 1 ? 'the seed alone' : `${finalists.length} finalists, the seed among them`;
    await appendEvents(tx, run.id, [
      { kind: 'milestone-reached', data: { message: `The test part was opened, with ${count}` } },
    ]);
    const seal = await getSeal(tx, run.id);
    if (seal === null) throw new Error('a seal was written and is not there');
    return seal;
  });
}
