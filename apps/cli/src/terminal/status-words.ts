import { type Run, type RunStatus, shortReason } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import type { Ink, Paint } from './ink.ts';

export function statusPaint(status: RunStatus, ink: Ink): Paint {
  switch (status) {
    case 'completed':
      return ink.good;
    case 'failed':
      return ink.bad;
    case 'running':
      return ink.accent;
    case 'queued':
      return ink.dim;
    default:
      return ink.warn;
  }
}

/** `completed · budget reached`, painted. */
export function statusText({ status, reason }: Pick<Run, 'status' | 'reason'>, ink: Ink): string {
  const why = hasEnded(status) ? shortReason(reason) : null;
  return statusPaint(status, ink)(why === null ? status : `${status} · ${why}`);
}

/** What of a run can be asked for now, as commands: the last line of most outputs. */
export function nextStep(run: Run): string {
  const n = run.number;
  switch (run.status) {
    case 'queued':
    case 'running':
    case 'pausing':
    case 'stopping':
      return `Watch it: trainyard run watch ${n}`;
    case 'paused':
      return `Go on with it: trainyard run resume ${n}`;
    case 'completed':
      return `Take its files: trainyard run export ${n}`;
    case 'stopped':
      return `Go on from its last checkpoint, if it saved one: trainyard run continue ${n}`;
    case 'failed':
      return `Read its log: trainyard run logs ${n}`;
    case 'cancelled':
      return `Start it again from its record: trainyard run reproduce ${n}`;
  }
}

/** Exit codes of commands that follow a run to its end. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  cancelled: 4,
  stopped: 5,
  interrupted: 130,
} as const;

export function exitCodeOf(status: RunStatus): number {
  if (status === 'failed') return exitCodes.failed;
  if (status === 'cancelled') return exitCodes.cancelled;
  if (status === 'stopped') return exitCodes.stopped;
  return exitCodes.ok;
}
