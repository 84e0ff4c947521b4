import type { ItemResult } from '../metrics/result.ts';
import { drawFor } from './adviser.ts';
import type { StrategyState } from './types.ts';

/**
 * Feedback items for a round, by what is known of the parent or its ancestors: a third failures, a sixth near misses, a quarter
 * right ones, the rest not looked at yet. Failures teach; near misses show what is lacking; right ones what must not break.
 */
export function feedbackBatch(state: StrategyState, parent: string): string[] {
  const { batch, seed } = state.settings;
  const items = drawFor(seed, state.round, 3).shuffle([...state.parts.feedback]);
  const known = new Map(items.map((item) => [item, latest(state, parent, item)]));
  const failed = items.filter((item) => known.get(item)?.status === 'failed');
  const near = failed.filter((item) => isNear(known.get(item)));
  const right = items.filter((item) => known.get(item)?.status === 'ok');
  const fresh = items.filter((item) => known.get(item) === undefined);
  const far = failed.filter((item) => !near.includes(item));
  const chosen = new Set([
    ...near.slice(0, Math.ceil(batch / 6)),
    ...far.slice(0, Math.ceil(batch / 3)),
    ...right.slice(0, Math.floor(batch / 4)),
    ...fresh,
    ...failed,
    ...right,
    ...items,
  ]);
  return [...chosen].slice(0, batch);
}

function isNear(result: ItemResult | undefined): boolean {
  return (
    result?.status === 'failed' && (result.score > 0 || result.tag === 'extra-text' || result.tag === 'partly-right')
  );
}

/** What the parent, or the nearest ancestor that was asked, made of the item. */
function latest(state: StrategyState, version: string, item: string): ItemResult | undefined {
  for (let at: string | undefined = version; at !== undefined; at = state.versions[at]?.parents[0]) {
    const result = state.cells[at]?.[item];
    if (result !== undefined && result !== null) return result;
  }
  return undefined;
}
