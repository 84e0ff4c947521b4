import {
  type Actor,
  type EndReason,
  endCodes,
  type RunAction,
  type RunStatus,
  TrainyardError,
} from '@trainyard/contracts';
import { canCheckpoint, hasEnded, isActive, isUnderWay, moveNotAllowed, moveStatus } from '@trainyard/domain';
import {
  appendEvents,
  type Db,
  experimentRunIds,
  inTransaction,
  type LockedRun,
  lockRun,
  newId,
  type Transaction,
  type Work,
} from '@trainyard/store';
import { dequeue, enqueue, moveRun } from '../move.ts';

export interface ActionResult {
  status: RunStatus;
  /** False: it was on its way already, and nothing was written. */
  changed: boolean;
}

function reasonOf(to: RunStatus): EndReason | null {
  const code = to === 'cancelled' ? 'cancelled-on-request' : to === 'stopped' ? 'stopped-on-request' : null;
  const paused = to === 'paused' ? 'paused' : code;
  return paused === null ? null : { code: paused, message: endCodes[paused].says, hint: null, detail: {} };
}

/** Leaves word for whoever carries the run; it comes with the worker's next beat, or at once by notification. */
async function leaveCommand(tx: Transaction, run: LockedRun, action: RunAction, actor: Actor): Promise<void> {
  const id = newId();
  await tx.query('INSERT INTO run_command (id, run_id, attempt, action, actor) VALUES ($1, $2, $3, $4, $5)', [
    id,
    run.id,
    run.attempt,
    action,
    JSON.stringify(actor),
  ]);
  await appendEvents(tx, run.id, [{ kind: 'command-issued', data: { command: id, action, actor } }]);
  if (run.worker_id !== null) await tx.query("SELECT pg_notify('trainyard_command', $1)", [run.worker_id]);
}

/** Results go, the record stays; the files themselves are removed by who keeps them. */
async function dropResults(tx: Transaction, runId: string): Promise<void> {
  for (const table of ['artifact', 'checkpoint', 'section']) {
    await tx.query(`DELETE FROM ${table} WHERE run_id = $1`, [runId]);
  }
}

/** Its process may still be there: the slot is free when it is buried. */
async function closeAttempt(tx: Transaction, run: LockedRun): Promise<void> {
  const reason = reasonOf('cancelled');
  if (reason === null) return;
  await tx.query('UPDATE run_attempt SET ended_at = clock_timestamp(), "end" = $3 WHERE run_id = $1 AND attempt = $2', [
    run.id,
    run.attempt,
    JSON.stringify(reason),
  ]);
  await appendEvents(tx, run.id, [{ kind: 'attempt-ended', data: { attempt: run.attempt, reason, retry_at: null } }]);
}

async function act(
  tx: Transaction,
  run: LockedRun,
  action: RunAction,
  { actor, why = null }: { actor: Actor; why?: EndReason | null },
): Promise<ActionResult> {
  if (isUnderWay(run.status, action)) return { status: run.status, changed: false };
  if (action === 'checkpoint') {
    if (!canCheckpoint(run.status)) throw moveNotAllowed(run, action);
    const open = await tx.query(
      "SELECT 1 FROM run_command WHERE run_id = $1 AND attempt = $2 AND action = 'checkpoint' AND answered_at IS NULL",
      [run.id, run.attempt],
    );
    if (open.count === 0) await leaveCommand(tx, run, action, actor);
    return { status: run.status, changed: open.count === 0 };
  }
  const carried = isActive(run.status);
  const to = moveStatus(run, action);
  // What is asked of an active run is a command as well; the worker answers it, and its answer makes the next move.
  if (carried) await leaveCommand(tx, run, action, actor);
  await moveRun(tx, run, action, { actor, reason: why ?? reasonOf(to) });
  if (to === 'cancelled') await dropResults(tx, run.id);
  if (to === 'cancelled' && carried && run.executor === 'worker') await closeAttempt(tx, run);
  if (to === 'queued') await enqueue(tx, run.id);
  else if (!isActive(to)) await dequeue(tx, run.id);
  return { status: to, changed: true };
}

/**
 * Asks something of a run: status, event, command, job and notification in one transaction. Throws run-not-found, or
 * move-not-allowed with what is possible.
 */
export function requestAction(db: Work, runId: string, action: RunAction, actor: Actor): Promise<ActionResult> {
  return inTransaction(db, async (tx) => act(tx, await lockRun(tx, runId), action, { actor }));
}

/**
 * Pauses a run for what a person has to repair: it says so as long as it is paused. Nothing happens to one that is not
 * running. `waitsFor` tells which runs may go on once that is repaired.
 */
export function pauseUntilRepaired(
  db: Work,
  runId: string,
  { message, hint, waitsFor, actor }: { message: string; hint: string; waitsFor: string; actor: Actor },
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const run = await lockRun(tx, runId);
    if (run.status !== 'running') return false;
    const why: EndReason = { code: 'paused', message, hint, detail: { waits_for: waitsFor } };
    return (await act(tx, run, 'pause', { actor, why })).changed;
  });
}

/** Resumes the runs that were paused until this is repaired; answers how many have not left yet. */
export async function resumeRepaired(db: Work, waitsFor: string, actor: Actor): Promise<number> {
  const waiting = await db.query<{ id: string }>(
    "SELECT id FROM run WHERE status IN ('paused', 'pausing') AND reason->'detail'->>'waits_for' = $1 ORDER BY id",
    [waitsFor],
  );
  let leaving = 0;
  for (const { id } of waiting.rows) {
    await inTransaction(db, async (tx) => {
      const run = await lockRun(tx, id);
      if (run.status === 'pausing') leaving += 1;
      if (run.status === 'paused') await act(tx, run, 'resume', { actor });
    });
  }
  return leaving;
}

/** Cancels those of its runs that have not ended; the others stay as they are. Returns the ids of the cancelled. */
export async function cancelExperiment(db: Work, experimentId: string, actor: Actor): Promise<string[]> {
  const cancelled: string[] = [];
  // Last to first, so that none of them begins because the one before it has ended.
  const ids = await experimentRunIds(db, experimentId);
  for (const id of ids.reverse()) {
    await inTransaction(db, async (tx) => {
      const run = await lockRun(tx, id);
      if (hasEnded(run.status)) return;
      await act(tx, run, 'cancel', { actor });
      cancelled.push(id);
    });
  }
  return cancelled;
}

/** Closes a run that another program executes. Throws run-not-external. */
export function finishExternalRun(
  db: Work,
  runId: string,
  end: { status: 'completed' | 'failed'; message?: string | undefined },
  actor: Actor,
): Promise<RunStatus> {
  return inTransaction(db, async (tx) => {
    const run = await lockRun(tx, runId);
    if (run.executor !== 'external') throw new TrainyardError('run-not-external', { run: run.number });
    const code = end.status === 'completed' ? 'done' : 'trainer-error';
    const reason = { code, message: end.message ?? endCodes[code].says, hint: null, detail: {} } as const;
    return moveRun(tx, run, end.status === 'completed' ? 'done' : 'fault', { actor, reason });
  });
}

export interface PendingCommand {
  id: string;
  action: RunAction;
}

/** Commands for programs outside, by run. A checkpoint is said once, the others until the run is closed. */
export async function takeExternalCommands(db: Db, runIds: readonly string[]): Promise<Map<string, PendingCommand[]>> {
  const found = await db.prepared<PendingCommand & { run_id: string }>(
    'external-commands',
    `SELECT c.id, c.action, c.run_id FROM run_command c WHERE c.run_id = ANY ($1::uuid[]) AND c.answered_at IS NULL
     ORDER BY c.created_at`,
    [[...runIds]],
  );
  const said = found.rows.filter((row) => row.action === 'checkpoint').map((row) => row.id);
  if (said.length > 0) {
    await db.query(
      `UPDATE run_command SET delivered_at = clock_timestamp(), answered_at = clock_timestamp(), result = 'delivered'
       WHERE id = ANY ($1::uuid[])`,
      [said],
    );
  }
  const byRun = new Map<string, PendingCommand[]>();
  for (const { run_id, id, action } of found.rows) byRun.set(run_id, [...(byRun.get(run_id) ?? []), { id, action }]);
  return byRun;
}
