import { type RunAction, type RunStatus, TrainyardError } from '@trainyard/contracts';

/**
 * The life of a run, as a table. Nothing else decides a status. The diagram in docs/reference/statuses.md is made from it.
 *
 * What a person asks: pause, resume, stop, cancel. What happens to it:
 * - claim: a worker took it. - open: a program outside began to report.
 * - left: the trainer answered a pause and left, or was killed at its deadline with its newest checkpoint kept.
 * - exit: it left without saying done. - done: it said done. - fault: its own error, a limit, a broken end.
 * - lost: worker or machine failed and another try is allowed; exhausted: it is not allowed any more.
 * - release: the worker is shutting down and gives the run back.
 */
export type RunMove =
  | 'submit'
  | 'open'
  | 'claim'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'cancel'
  | 'left'
  | 'done'
  | 'exit'
  | 'fault'
  | 'lost'
  | 'exhausted'
  | 'release';

export interface StatusRow {
  from: RunStatus | null;
  on: RunMove;
  to: RunStatus;
  note: string;
}

const kept = 'results so far are kept';

export const statusTable: readonly StatusRow[] = [
  {
    from: null,
    on: 'submit',
    to: 'queued',
    note: 'configuration, data, split, code, lock, seed and threads are frozen',
  },
  { from: null, on: 'open', to: 'running', note: 'a program outside executes it and reports' },

  { from: 'queued', on: 'claim', to: 'running', note: 'a worker has a free slot' },
  { from: 'queued', on: 'pause', to: 'paused', note: '' },
  { from: 'queued', on: 'stop', to: 'cancelled', note: 'there is nothing to keep' },
  { from: 'queued', on: 'cancel', to: 'cancelled', note: '' },

  { from: 'running', on: 'pause', to: 'pausing', note: 'after the current epoch or stage' },
  { from: 'running', on: 'stop', to: 'stopping', note: 'checkpoint, then evaluate what there is' },
  { from: 'running', on: 'cancel', to: 'cancelled', note: 'artifacts dropped, record kept' },
  { from: 'running', on: 'done', to: 'completed', note: 'all artifacts registered in the same transaction' },
  { from: 'running', on: 'exit', to: 'failed', note: 'ended without saying done' },
  { from: 'running', on: 'fault', to: 'failed', note: 'first cause wins; last checkpoint kept' },
  {
    from: 'running',
    on: 'lost',
    to: 'queued',
    note: 'next attempt from the newest valid checkpoint; counts as a retry',
  },
  { from: 'running', on: 'exhausted', to: 'failed', note: 'no further try is allowed' },
  { from: 'running', on: 'release', to: 'queued', note: 'not a retry' },

  { from: 'pausing', on: 'stop', to: 'stopping', note: 'checkpoint, then evaluate what there is' },
  { from: 'pausing', on: 'cancel', to: 'cancelled', note: 'artifacts dropped, record kept' },
  { from: 'pausing', on: 'left', to: 'paused', note: 'the slot is free' },
  { from: 'pausing', on: 'done', to: 'completed', note: 'it was quicker than the pause' },
  { from: 'pausing', on: 'exit', to: 'failed', note: 'ended without saying done' },
  { from: 'pausing', on: 'fault', to: 'failed', note: 'first cause wins; last checkpoint kept' },
  { from: 'pausing', on: 'lost', to: 'paused', note: 'goes on from the newest valid checkpoint' },
  { from: 'pausing', on: 'exhausted', to: 'paused', note: 'goes on from the newest valid checkpoint' },
  { from: 'pausing', on: 'release', to: 'paused', note: '' },

  { from: 'paused', on: 'resume', to: 'queued', note: 'continues from its checkpoint' },
  { from: 'paused', on: 'stop', to: 'stopped', note: kept },
  { from: 'paused', on: 'cancel', to: 'cancelled', note: 'artifacts dropped, record kept' },

  { from: 'stopping', on: 'cancel', to: 'cancelled', note: 'artifacts dropped, record kept' },
  { from: 'stopping', on: 'left', to: 'stopped', note: kept },
  { from: 'stopping', on: 'done', to: 'stopped', note: kept },
  { from: 'stopping', on: 'exit', to: 'stopped', note: kept },
  { from: 'stopping', on: 'fault', to: 'failed', note: 'first cause wins; last checkpoint kept' },
  { from: 'stopping', on: 'lost', to: 'stopped', note: kept },
  { from: 'stopping', on: 'exhausted', to: 'stopped', note: kept },
  { from: 'stopping', on: 'release', to: 'stopped', note: kept },
];

const moves = new Map(statusTable.map((row) => [`${row.from ?? ''}/${row.on}`, row.to]));

/** The one transition function; null where the table has no such move. */
export function nextStatus(from: RunStatus | null, on: RunMove): RunStatus | null {
  return moves.get(`${from ?? ''}/${on}`) ?? null;
}

const asked: readonly Exclude<RunAction, 'checkpoint'>[] = ['pause', 'resume', 'stop', 'cancel'];

/** What a person may ask of a run in this status; `continue` makes a new run. */
export function allowedActions(status: RunStatus): (RunAction | 'continue')[] {
  const allowed: (RunAction | 'continue')[] = asked.filter((action) => nextStatus(status, action) !== null);
  if (canCheckpoint(status)) allowed.push('checkpoint');
  if (canContinue(status)) allowed.push('continue');
  return allowed;
}

export function canCheckpoint(status: RunStatus): boolean {
  return status === 'running';
}

export function canContinue(status: RunStatus): boolean {
  return status === 'failed' || status === 'stopped' || status === 'completed';
}

/** No attempt of it goes on or will by itself; `paused` has not ended. */
export function hasEnded(status: RunStatus): boolean {
  return status === 'stopped' || status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** A worker (or a program outside) carries it. */
export function isActive(status: RunStatus): boolean {
  return status === 'running' || status === 'pausing' || status === 'stopping';
}

/** Asking again for what is already on its way changes nothing. */
export function isUnderWay(status: RunStatus, action: RunAction): boolean {
  return (action === 'pause' && status === 'pausing') || (action === 'stop' && status === 'stopping');
}

/** `nextStatus`, or the error that people see, with what is possible instead. */
export function moveStatus(run: { number: number; status: RunStatus }, on: RunMove): RunStatus {
  const to = nextStatus(run.status, on);
  if (to === null) throw moveNotAllowed(run, on);
  return to;
}

export function moveNotAllowed(run: { number: number; status: RunStatus }, action: string): TrainyardError {
  const allowed = allowedActions(run.status);
  return new TrainyardError(
    'move-not-allowed',
    { run: run.number, status: run.status, action, allowed: allowed.length === 0 ? 'nothing' : allowed.join(', ') },
    { allowed },
  );
}
