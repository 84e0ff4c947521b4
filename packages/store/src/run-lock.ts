import type { EndReason, RunStatus } from '@trainyard/contracts';
import { TrainyardError } from '@trainyard/contracts';
import type { Transaction } from './connection.ts';

/** What moves of a run need to know. */
export interface LockedRun {
  id: string;
  number: number;
  name: string;
  owner_id: string;
  experiment_id: string;
  executor: 'worker' | 'external';
  status: RunStatus;
  priority: number;
  gpus: number;
  attempt: number;
  worker_id: string | null;
  retries: number;
  retries_since_checkpoint: number;
  reason: EndReason | null;
  /** Its owner is told of failures only. */
  quiet: boolean;
}

/** The run's row is the first lock that a transaction about a run takes; its job, attempt and the rest come after. */
export async function lockRun(tx: Transaction, runId: string): Promise<LockedRun> {
  const found = await tx.prepared<LockedRun>(
    'lock-run',
    `SELECT id, number, name, owner_id, experiment_id, executor, status, priority, gpus, attempt, worker_id, retries,
       retries_since_checkpoint, reason, quiet
     FROM run WHERE id = $1 FOR NO KEY UPDATE`,
    [runId],
  );
  const run = found.rows[0];
  if (run === undefined) throw new TrainyardError('run-not-found', { id: runId });
  return run;
}
