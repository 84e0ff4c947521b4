import type { EndCode, EndReason } from '@trainyard/contracts';
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

/** A run that says done while a file it announced is missing has not done what it says. */
export function withProblems(reason: EndReason, problems: readonly string[]): EndReason {
  const first = problems[0];
  if (reason.code !== 'done' || first === undefined) return reason;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return {
    code: 'bad-artifact',
    message: `A file that the trainer announced is missing or differs: ${first}${more}`,
    hint: 'A trainer announces a file after it is written whole, and changes it no more.',
    detail: { ...reason.detail, problems },
  };
}
