import { meanScore } from '@trainyard/prompts/metrics';
import type { StrategyState } from '@trainyard/prompts/strategies';

/** Mean of a version on the items that it has answered; null where it has none. */
export function meanOn(state: StrategyState, version: string, ids: readonly string[]): number | null {
  const row = state.cells[version] ?? {};
  const { mean, scored } = meanScore(ids.flatMap((id) => row[id] ?? []));
  return scored === 0 ? null : mean;
}

export function missingOn(state: StrategyState, version: string, ids: readonly string[]): number {
  const row = state.cells[version] ?? {};
  return ids.filter((id) => row[id]?.status === 'missing').length;
}

export function answeredOn(state: StrategyState, version: string, ids: readonly string[]): number {
  const row = state.cells[version] ?? {};
  return ids.filter((id) => row[id] !== undefined && row[id] !== null && row[id].status !== 'missing').length;
}

/** What the strategy scores candidates on. */
export function trainingItems(state: StrategyState): string[] {
  const { feedback, select } = state.parts;
  return state.strategy === 'five-step' ? [...feedback, ...select] : select;
}
