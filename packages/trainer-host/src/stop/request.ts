/**
 * What the host was asked to do with a trainer. `release` is a pause on the worker's own behalf: it is leaving, and the
 * run goes back to the queue.
 */
export type RequestKind = 'pause' | 'release' | 'stop' | 'cancel';

const rank: Record<RequestKind, number> = { pause: 0, release: 1, stop: 2, cancel: 3 };

/** A request that ends more replaces one that ends less, never the other way round. */
export function outranks(next: RequestKind, now: RequestKind | null): boolean {
  return now === null || rank[next] > rank[now];
}
