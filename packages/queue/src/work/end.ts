import { type Actor, type EndReason, endCodes, type RunStatus } from '@trainyard/contracts';
import { decideRetry, givenUp, moveStatus, type RunMove } from '@trainyard/domain';
import { appendEvents, jsonb, type LockedRun, type Transaction } from '@trainyard/store';
import { announceJob, dequeue, moveRun } from '../move.ts';
import type { Ended } from './types.ts';

export interface RetryPolicy {
  retryLimit: number;
  retryBackoffSeconds: number;
}

/** How the attempt before this one ended, where it was retried and no checkpoint came since. */
async function previousEnd(tx: Transaction, run: LockedRun): Promise<EndReason | null> {
  if (run.retries_since_checkpoint === 0) return null;
  const found = await tx.query<{ end: EndReason | null }>(
    'SELECT "end" FROM run_attempt WHERE run_id = $1 AND attempt < $2 AND retry ORDER BY attempt DESC LIMIT 1',
    [run.id, run.attempt],
  );
  return found.rows[0]?.end ?? null;
}

async function requeue(tx: Transaction, runId: string, delaySeconds: number): Promise<string | null> {
  const queued = await tx.query<{ not_before: string }>(
    `UPDATE job SET worker_id = NULL, attempt = NULL, lease_until = NULL,
       not_before = clock_timestamp() + make_interval(secs => $2) WHERE run_id = $1 RETURNING not_before`,
    [runId, delaySeconds],
  );
  await announceJob(tx);
  return queued.rows[0]?.not_before ?? null;
}

async function closeAttempt(
  tx: Transaction,
  run: LockedRun,
  end: { reason: EndReason; retryAt: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE run_attempt SET ended_at = clock_timestamp(), "end" = $3, retry = $4
     WHERE run_id = $1 AND attempt = $2 AND ended_at IS NULL`,
    [run.id, run.attempt, jsonb(end.reason), end.retryAt !== null],
  );
  const { reason, retryAt: retry_at } = end;
  await appendEvents(tx, run.id, [{ kind: 'attempt-ended', data: { attempt: run.attempt, reason, retry_at } }]);
}

const asked = (code: 'paused' | 'stopped-on-request'): EndReason => ({
  code,
  message: endCodes[code].says,
  hint: null,
  detail: {},
});

/** What the run shows: a pause or a stop that was asked for is why it paused or stopped, however its process went. */
function shownReason(run: LockedRun, to: RunStatus, reason: EndReason): EndReason {
  const detail = reason.code === 'done' || reason.code === 'paused' ? {} : { attempt_ended: reason.code };
  // Paused for what a person has to repair: that stays to be read.
  if (to === 'paused' && run.reason?.code === 'paused') {
    return { ...run.reason, detail: { ...run.reason.detail, ...detail } };
  }
  if (to === 'paused') return { ...asked('paused'), detail };
  if (to === 'stopped') return { ...asked('stopped-on-request'), detail };
  return reason;
}

/** Ends the running attempt of a locked run by one move of the status table, and requeues or dequeues it. */
export async function endAttempt(
  tx: Transaction,
  run: LockedRun,
  end: { on: RunMove; reason: EndReason; actor: Actor },
): Promise<Ended> {
  const to = moveStatus(run, end.on);
  const requeued = to === 'queued' ? await requeue(tx, run.id, 0) : null;
  await closeAttempt(tx, run, { reason: end.reason, retryAt: null });
  await moveRun(tx, run, end.on, { actor: end.actor, reason: shownReason(run, to, end.reason) });
  if (to !== 'queued') await dequeue(tx, run.id);
  return { status: to, retryAt: requeued };
}

/** The machine, not the run, was at fault: tried again by the policy, or given up. */
export async function endByInfrastructure(
  tx: Transaction,
  run: LockedRun,
  end: { reason: EndReason; actor: Actor; policy: RetryPolicy },
): Promise<Ended> {
  if (run.status !== 'running') return endAttempt(tx, run, { ...end, on: 'lost' });
  const decision = decideRetry({
    reason: end.reason,
    previous: await previousEnd(tx, run),
    retriesSinceCheckpoint: run.retries_since_checkpoint,
    limit: end.policy.retryLimit,
    backoffSeconds: end.policy.retryBackoffSeconds,
  });
  if (!decision.retry) {
    return endAttempt(tx, run, { on: 'exhausted', reason: givenUp(end.reason, decision.code), actor: end.actor });
  }
  const retryAt = await requeue(tx, run.id, decision.delaySeconds);
  await closeAttempt(tx, run, { reason: end.reason, retryAt });
  await moveRun(tx, run, 'lost', { actor: end.actor, reason: end.reason, retry: true });
  return { status: 'queued', retryAt };
}
