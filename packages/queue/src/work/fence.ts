import { isActive } from '@trainyard/domain';
import { type LockedRun, lockRun, type Transaction } from '@trainyard/store';
import { type Fence, FencedError } from './types.ts';

/** Locks the run and makes sure that this attempt of this worker still carries it; throws FencedError. */
export async function lockFenced(tx: Transaction, fence: Fence): Promise<LockedRun> {
  const run = await lockRun(tx, fence.runId);
  const ours = run.attempt === fence.attempt && run.worker_id === fence.workerId && isActive(run.status);
  if (!ours) throw new FencedError(fence);
  return run;
}
