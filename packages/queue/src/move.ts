import type { Actor, EndReason, RunStatus } from '@trainyard/contracts';
import { hasEnded, isActive, moveStatus, type RunMove } from '@trainyard/domain';
import { appendEvents, jsonb, type LockedRun, type Transaction } from '@trainyard/store';
import { tellOwner } from './notice.ts';

export interface MoveFacts {
  actor: Actor;
  /** Why; null clears what stood there. */
  reason: EndReason | null;
  retry?: boolean;
}

/** Makes one move of the status table with all that follows from it in the run's row, its event, and what its owner is told. The run is locked. */
export async function moveRun(tx: Transaction, run: LockedRun, on: RunMove, facts: MoveFacts): Promise<RunStatus> {
  const to = moveStatus(run, on);
  const retried = facts.retry ? 1 : 0;
  await tx.prepared(
    'move-run',
    `UPDATE run SET status = $2, reason = $3,
       running_ms = running_ms + CASE WHEN $4 THEN 0 ELSE
         coalesce(extract(epoch FROM clock_timestamp() - running_since) * 1000, 0)::bigint END,
       running_since = CASE WHEN $4 THEN running_since END,
       worker_id = CASE WHEN $4 THEN worker_id END,
       ended_at = CASE WHEN $5 THEN clock_timestamp() END,
       queued_at = CASE WHEN $6 THEN clock_timestamp() ELSE queued_at END,
       retries = retries + $7, retries_since_checkpoint = CASE WHEN $6 THEN 0 ELSE retries_since_checkpoint + $7 END
     WHERE id = $1`,
    [
      run.id,
      to,
      facts.reason === null ? null : jsonb(facts.reason),
      isActive(to),
      hasEnded(to),
      on === 'resume',
      retried,
    ],
  );
  await appendEvents(tx, run.id, [
    { kind: 'status-changed', data: { from: run.status, to, on, actor: facts.actor, reason: facts.reason } },
  ]);
  await tellOwner(tx, run, { to, on, actor: facts.actor, reason: facts.reason });
  return to;
}

/** Tells workers that something may be claimed. */
export async function announceJob(tx: Transaction): Promise<void> {
  await tx.query("SELECT pg_notify('trainyard_job', '')");
}

/** Queues a run that is in status queued; again after a pause. */
export async function enqueue(tx: Transaction, runId: string): Promise<void> {
  await tx.prepared(
    'enqueue',
    `INSERT INTO job (run_id, experiment_id, number, sequential, priority, gpus)
     SELECT r.id, r.experiment_id, r.number, e.mode = 'sequential', r.priority, r.gpus
     FROM run r JOIN experiment e ON e.id = r.experiment_id WHERE r.id = $1
     ON CONFLICT (run_id) DO UPDATE SET worker_id = NULL, attempt = NULL, lease_until = NULL,
       queued_at = clock_timestamp(), not_before = clock_timestamp()`,
    [runId],
  );
  await announceJob(tx);
}

/** The run is neither queued nor carried any more. The next run of a sequential experiment may begin. */
export async function dequeue(tx: Transaction, runId: string): Promise<void> {
  await tx.prepared('dequeue', 'DELETE FROM job WHERE run_id = $1', [runId]);
  await announceJob(tx);
}
