import { drawFor } from './adviser.ts';
import type { StrategyState } from './types.ts';

/**
 * Feedback items for a round, by what is known of the parent's ancestors: half failures, a quarter near misses and right ones,
 * the rest not looked at yet. Failures teach; right ones show what must not break.
 */
export function feedbackBatch(state: StrategyState, parent: string): string[] {
  const { batch, seed } = state.settings;
  const items = drawFor(seed, state.round, 3).shuffle([...state.parts.feedback]);
  const known = (item: string) => latest(state, parent, item);
  const failed = items.filter((item) => known(item) === 'failed');
  const right = items.filter((item) => known(item) === 'ok');
  const fresh = items.filter((item) => known(item) === null);
  const chosen = new Set([
    ...failed.slice(0, Math.ceil(batch / 2)),
    ...right.slice(0, Math.floor(batch / 4)),
    ...fresh,
    ...failed,
    ...right,
    ...items,
  ]);
  return [...chosen].slice(0, batch);
}

/** How the parent, or the nearest ancestor that was asked, did on the item. */
function latest(state: StrategyState, version: string, item: string): 'ok' | 'failed' | 'missing' | null {
  for (let at: string | undefined = version; at !== undefined; at = state.versions[at]?.parents[0]) {
    const result = state.cells[at]?.[item];
    if (result !== undefined && result !== null) return result.status;
  }
  return null;
}
