import { type EndCode, type EndReason, TrainyardError } from '@trainyard/contracts';
import type { EndIn } from '@trainyard/queue/work';
import type { AttemptEnd } from '@trainyard/trainer-host';

const howByCode: Partial<Record<EndCode, EndIn['how']>> = {
  done: 'done',
  paused: 'paused',
  'stopped-on-request': 'exit',
  'worker-released': 'released',
  'no-done': 'exit',
  'killed-by-signal': 'infrastructure',
  'trainer-crash': 'infrastructure',
  'disk-full': 'infrastructure',
  'database-lost': 'infrastructure',
};

/** What an attempt's end is to the queue; whatever is not named is the trainer's own failure. */
export function howOf(end: Pick<AttemptEnd, 'reason' | 'done'>): EndIn['how'] {
  if (end.reason.code === 'stopped-on-request' && end.done !== null) return 'done';
  return howByCode[end.reason.code] ?? 'failed';
}

/** A file that could not be kept as it was announced. */
export interface FileProblem {
  message: string;
  diskFull: boolean;
}

export function isDiskFull(error: unknown): boolean {
  if (error instanceof TrainyardError) return error.code === 'disk-low';
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

const diskHint = 'Free some space below TRAINYARD_HOME; the run goes on by itself from its last checkpoint.';

/** A run that says done while a file it announced is missing has not done what it says. */
export function withProblems(reason: EndReason, problems: readonly FileProblem[]): EndReason {
  const first = problems.find(({ diskFull }) => diskFull) ?? problems[0];
  if (reason.code !== 'done' || first === undefined) return reason;
  const detail = { ...reason.detail, problems: problems.map(({ message }) => message) };
  if (first.diskFull) {
    return { code: 'disk-full', message: `The disk is full: ${first.message}`, hint: diskHint, detail };
  }
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return {
    code: 'bad-artifact',
    message: `A file that the trainer announced is missing or differs: ${first.message}${more}`,
    hint: 'A trainer announces a file after it is written whole, and changes it no more.',
    detail,
  };
}

/** Our own failure while a run was carried. */
export function ownFailure(error: unknown): EndReason {
  const message = error instanceof Error ? error.message : String(error);
  if (isDiskFull(error))
    return { code: 'disk-full', message: `The disk is full: ${message}`, hint: diskHint, detail: {} };
  return {
    code: 'worker-lost',
    message: `The worker failed while it carried the run: ${message}`,
    hint: null,
    detail: {},
  };
}
