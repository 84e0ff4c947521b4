import { type EndCode, type EndReason, endCodes } from '@trainyard/contracts';

export interface RetryFacts {
  reason: EndReason;
  /** How the attempt before this one ended, if no checkpoint was written since. */
  previous: EndReason | null;
  /** Retries since the last new checkpoint. */
  retriesSinceCheckpoint: number;
  limit: number;
  backoffSeconds: number;
}

export type RetryDecision = { retry: true; delaySeconds: number } | { retry: false; code: EndCode | null };

const longestDelaySeconds = 300;

/** Ends that say something about the run itself, so that the same words twice mean that a third time would be alike. */
const telling: ReadonlySet<EndCode> = new Set(['trainer-crash']);

/** Infrastructure ends are tried again: at once, then with a doubling wait, until the limit without a new checkpoint. */
export function decideRetry(facts: RetryFacts): RetryDecision {
  const { reason, previous, retriesSinceCheckpoint, limit, backoffSeconds } = facts;
  if (!endCodes[reason.code].retry) return { retry: false, code: null };
  const same = previous !== null && previous.code === reason.code && previous.message === reason.message;
  if (same && telling.has(reason.code)) return { retry: false, code: 'same-error-twice' };
  if (retriesSinceCheckpoint >= limit) return { retry: false, code: 'retries-used-up' };
  if (retriesSinceCheckpoint === 0) return { retry: true, delaySeconds: 0 };
  const delaySeconds = Math.min(backoffSeconds * 2 ** (retriesSinceCheckpoint - 1), longestDelaySeconds);
  return { retry: true, delaySeconds };
}

/** What the run shows when no further try is made: the rule that ended it, and the cause in its detail. */
export function givenUp(reason: EndReason, code: EndCode | null): EndReason {
  if (code === null) return reason;
  return {
    code,
    message: `${endCodes[code].says} The last one: ${reason.message}`,
    hint: reason.hint,
    detail: { ...reason.detail, cause: reason.code },
  };
}
