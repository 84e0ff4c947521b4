import { type Actor, endCodes, fromWire } from '@trainyard/contracts';
import { nextStatus, type RunMove } from '@trainyard/domain';
import {
  appendEvents,
  type Db,
  jsonb,
  type LockedRun,
  registerDatasetVersion,
  type Store,
  type Transaction,
  writeArtifacts,
  writeFinalMetrics,
} from '@trainyard/store';
import { endAttempt, endByInfrastructure, type RetryPolicy } from './end.ts';
import { lockFenced } from './fence.ts';
import type { Ended, EndIn, Fence } from './types.ts';

const moves: Record<Exclude<EndIn['how'], 'infrastructure'>, RunMove> = {
  done: 'done',
  paused: 'left',
  exit: 'exit',
  failed: 'fault',
  released: 'release',
};

async function keepResults(tx: Transaction, run: LockedRun, end: EndIn): Promise<void> {
  const rows = await writeArtifacts(tx, run.id, run.attempt, end.artifacts ?? []);
  if (rows.length > 0) {
    await appendEvents(
      tx,
      run.id,
      rows.map((data) => ({ kind: 'artifact-registered', data })),
    );
  }
  const final = Object.entries(end.finalMetrics ?? {}).map(([key, value]) => [key, fromWire(value)] as const);
  await writeFinalMetrics(tx, run.id, Object.fromEntries(final));
  if (end.circumstances !== undefined) {
    await tx.query('UPDATE run_record SET circumstances = $2 WHERE run_id = $1', [run.id, jsonb(end.circumstances)]);
  }
  // Half a data set is none: only a run that said done has made one.
  if (end.how !== 'done') return;
  for (const dataset of end.datasets ?? []) {
    await registerDatasetVersion(tx, { ...dataset, ownerId: run.owner_id, runId: run.id });
  }
}

/**
 * Ends the attempt: results, status, events and queue in one transaction. The first end counts; a second one, like one that
 * comes after a cancel, throws FencedError and changes nothing.
 */
export async function finish(store: Store, fence: Fence, end: EndIn, policy: RetryPolicy): Promise<Ended> {
  return store.begin(async (tx) => {
    const run = await lockFenced(tx, fence);
    const worker = await tx.query<{ name: string }>('SELECT name FROM worker WHERE id = $1', [fence.workerId]);
    const actor: Actor = { kind: 'worker', id: fence.workerId, name: worker.rows[0]?.name ?? '' };
    await keepResults(tx, run, end);
    if (end.how === 'infrastructure') return endByInfrastructure(tx, run, { reason: end.reason, actor, policy });
    const on = moves[end.how];
    if (nextStatus(run.status, on) !== null) return endAttempt(tx, run, { on, reason: end.reason, actor });
    // It left as for a pause that nobody asked for.
    const reason = { ...end.reason, code: 'no-done', message: endCodes['no-done'].says } as const;
    return endAttempt(tx, run, { on: 'exit', reason, actor });
  });
}

/**
 * The child and all its descendants are gone: its slot and devices are free, and commands that it never answered are closed.
 * Not fenced, for it says nothing about the run. Safe to call twice.
 */
export async function bury(db: Db, fence: Fence): Promise<void> {
  await db.query(
    `WITH buried AS (
       UPDATE run_attempt SET buried_at = clock_timestamp()
       WHERE run_id = $1 AND attempt = $2 AND worker_id = $3 AND buried_at IS NULL RETURNING run_id, attempt
     ), closed AS (
       UPDATE run_command c SET answered_at = clock_timestamp(), result = 'gone' FROM buried
       WHERE c.run_id = buried.run_id AND c.attempt = buried.attempt AND c.answered_at IS NULL
     )
     SELECT pg_notify('trainyard_job', '') FROM buried`,
    [fence.runId, fence.attempt, fence.workerId],
  );
}
