import { spent } from './ledger.ts';
import { mostForTest } from './parts.ts';
import type { StrategyState } from './types.ts';

/** What was asked for is paid, and the proposal that is under way. */
function leastOf(state: StrategyState): number {
  return spent(state) + (state.phase === 'propose' ? state.settings.optimizerPrice : 0);
}

/**
 * A smaller budget for the rest of the search: it ends earlier, so that confirm and test are made. The test takes the share
 * that it would have had of such a budget; where its items were looked at before, or are asked for now, they stay.
 */
export function lowered(state: StrategyState, budget: number): StrategyState {
  const { phase, settings, parts, tested } = state;
  const to = Math.max(leastOf(state), Math.floor(budget));
  if (phase === 'test' || phase === 'done' || to >= settings.budget) return state;
  const most = Math.floor((mostForTest * to) / 2);
  const test = tested.length > 0 ? parts.test : parts.test.slice(0, most);
  return { ...state, settings: { ...settings, budget: to }, parts: { ...parts, test } };
}
