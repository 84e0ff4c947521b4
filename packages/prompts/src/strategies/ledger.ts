import type { FailureTag, ItemResult } from '../metrics/result.ts';
import type { ScorePair } from '../race/posterior.ts';
import type { StrategyEvent, StrategyState } from './types.ts';

type Answered = Extract<StrategyEvent, { kind: 'answered' }>;

/** Scores so far, calls asked for and what is left of the budget. Functions that change the state change the draft they get. */
export function scoreOf(state: StrategyState, version: string, item: string): number | null {
  const result = state.cells[version]?.[item];
  return result === undefined || result === null || result.status === 'missing' ? null : result.score;
}

export function scoresOf(state: StrategyState, version: string, items: readonly string[]): (number | null)[] {
  return items.map((item) => scoreOf(state, version, item));
}

export function pairsOf(
  state: StrategyState,
  candidate: string,
  incumbent: string,
  items: readonly string[],
): ScorePair[] {
  return items.map((item) => {
    const [own, other] = [scoreOf(state, candidate, item), scoreOf(state, incumbent, item)];
    const cluster = state.clusters[item];
    return { candidate: own, incumbent: other, ...(cluster === undefined ? {} : { cluster }) };
  });
}

/** Without those that one of the prompts shows as an example: of these it knows the answer. */
export function unshown(state: StrategyState, versions: readonly string[], items: readonly string[]): string[] {
  const shown = new Set(versions.flatMap((id) => state.versions[id]?.shows ?? []));
  return shown.size === 0 ? [...items] : items.filter((item) => !shown.has(item));
}

/** Of the items that have a score; NaN where none has. */
export function meanOf(state: StrategyState, version: string, items: readonly string[]): number {
  const scores = scoresOf(state, version, items).filter((score) => score !== null);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export function resultsOf(state: StrategyState, version: string, items: readonly string[]): ItemResult[] {
  return items.flatMap((item) => state.cells[version]?.[item] ?? []);
}

export function failuresOf(
  state: StrategyState,
  version: string,
  items: readonly string[],
): Partial<Record<FailureTag, number>> {
  const counts: Partial<Record<FailureTag, number>> = {};
  for (const result of resultsOf(state, version, items)) {
    if (result.status === 'failed' && result.tag !== null) counts[result.tag] = (counts[result.tag] ?? 0) + 1;
  }
  return counts;
}

export function isAnswered(state: StrategyState, version: string, items: readonly string[]): boolean {
  const row = state.cells[version] ?? {};
  return items.every((item) => row[item] !== undefined && row[item] !== null);
}

/** Items by version that were asked for and have no answer yet. */
export function outstanding(state: StrategyState): { version: string; items: string[] }[] {
  return Object.entries(state.cells).flatMap(([version, row]) => {
    const items = Object.keys(row).filter((item) => row[item] === null);
    return items.length === 0 ? [] : [{ version, items }];
  });
}

/** In task calls: every cell that was ever asked for, and the proposals. */
export function spent(state: StrategyState): number {
  const calls = Object.values(state.cells).reduce((sum, row) => sum + Object.keys(row).length, 0);
  return calls + state.proposalCost;
}

/** Calls that these cells would cost: those that were asked for before cost nothing. */
export function costOf(state: StrategyState, version: string, items: readonly string[]): number {
  const row = state.cells[version] ?? {};
  return new Set(items.filter((item) => !Object.hasOwn(row, item))).size;
}

export function ask(draft: StrategyState, version: string, items: readonly string[]): void {
  const row = draft.cells[version] ?? {};
  const asked = Object.fromEntries(items.filter((item) => !Object.hasOwn(row, item)).map((item) => [item, null]));
  draft.cells = { ...draft.cells, [version]: { ...row, ...asked } };
}

/**
 * Without the test items that were asked for and not answered: a search that goes on may not ask for them before its own test,
 * and with another winner perhaps not then.
 */
export function withoutOpenTest(state: StrategyState): StrategyState {
  const test = new Set(state.parts.test);
  const closed = Object.entries(state.cells).map(([version, row]) => {
    const kept = Object.entries(row).filter(([item, result]) => result !== null || !test.has(item));
    return [version, Object.fromEntries(kept)] as const;
  });
  return { ...state, cells: Object.fromEntries(closed) };
}

/** Answers to what was not asked for, or was answered before, change nothing: an event may come twice. */
export function answer(draft: StrategyState, { version, results, clusters }: Answered): void {
  const row = { ...draft.cells[version] };
  for (const [item, result] of Object.entries(results)) if (row[item] === null) row[item] = result;
  draft.cells = { ...draft.cells, [version]: row };
  if (clusters !== undefined) draft.clusters = { ...draft.clusters, ...clusters };
}
