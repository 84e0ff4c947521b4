import { meanScore } from '@trainyard/prompts/metrics';
import { type StrategyState, unshown } from '@trainyard/prompts/strategies';

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

/** Items of the training part on which a version may be scored: an example proves nothing on the item that it shows. */
export function scoredItems(state: StrategyState, id: string): string[] {
  return unshown(state, [id], trainingItems(state));
}

/** The mean of each metric on the items that were answered; nothing where there is one alone, which is the score itself. */
export function metricMeans(state: StrategyState, version: string, ids: readonly string[]): Record<string, number> {
  const row = state.cells[version] ?? {};
  const values = new Map<string, number[]>();
  for (const id of ids) {
    const result = row[id];
    if (result === undefined || result === null || result.status === 'missing') continue;
    for (const [name, value] of Object.entries(result.metrics)) values.set(name, [...(values.get(name) ?? []), value]);
  }
  if (values.size < 2) return {};
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  return Object.fromEntries([...values].map(([name, all]) => [name, mean(all)]));
}
