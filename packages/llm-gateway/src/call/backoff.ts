const longestBackoffMs = 20_000;
/** A provider that asks for a longer wait than this is told of rather than waited for. */
export const longestRetryAfterMs = 60_000;

/**
 * How long to wait before the next attempt: what the provider asked for, or twice as long each time, less a random part
 * so that calls which failed together do not come again together.
 */
export function backoffMs(
  attempt: number,
  { baseMs, retryAfterMs, random }: { baseMs: number; retryAfterMs: number | null; random: () => number },
): number {
  const own = Math.min(longestBackoffMs, baseMs * 2 ** (attempt - 1)) * (0.5 + random() / 2);
  return Math.round(Math.max(own, retryAfterMs ?? 0));
}
