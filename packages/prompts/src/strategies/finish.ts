import { judgeResult } from '../race/result-verdict.ts';
import { ask, costOf, isAnswered, pairsOf, resultsOf, spent } from './ledger.ts';
import type { Finish, StrategyState } from './types.ts';

export const seedId = 'v0';

function testCost(state: StrategyState, winner: string): number {
  return winner === seedId ? 0 : costOf(state, seedId, state.parts.test) + costOf(state, winner, state.parts.test);
}

/** What the search may still spend: the seed and one finalist on confirm and on test are put aside from the start. */
export function allowance(state: StrategyState): number {
  const { confirm, test } = state.parts;
  const confirming = state.phase === 'confirm' || state.phase === 'shrink' ? 0 : 2 * confirm.length;
  return state.settings.budget - spent(state) - confirming - 2 * test.length;
}

/** Where not one of these cells was answered, why; null where one was. */
export function allSilent(state: StrategyState, versions: readonly string[], items: readonly string[]): string | null {
  const results = versions.flatMap((version) => resultsOf(state, version, items));
  const [first] = results;
  if (first?.status !== 'missing' || results.some(({ status }) => status !== 'missing')) return null;
  return `Not one of ${results.length} calls was answered: ${first.reason}`;
}

export function end(draft: StrategyState, reason: Finish['reason'], detail: string): void {
  draft.phase = 'done';
  draft.race = null;
  draft.finish = { reason, detail, result: draft.finish?.result ?? null };
}

/** Seed and winner meet on the test part; a winner that is the seed needs no test, and one that cannot be paid gets none. */
export function startTest(draft: StrategyState): void {
  const why = draft.finish ?? { reason: 'stopped' as const, detail: '' };
  draft.phase = 'test';
  draft.race = null;
  const left = draft.settings.budget - spent(draft);
  if (draft.winner === seedId || draft.parts.test.length === 0 || testCost(draft, draft.winner) > left) {
    end(draft, why.reason, why.detail);
    return;
  }
  ask(draft, seedId, draft.parts.test);
  ask(draft, draft.winner, draft.parts.test);
}

/** Called when the test part is answered. */
export function judge(draft: StrategyState): void {
  const { test } = draft.parts;
  if (draft.finish === null || !isAnswered(draft, draft.winner, test)) return;
  const result = judgeResult(pairsOf(draft, draft.winner, seedId, test), { seed: draft.settings.seed });
  draft.finish = { ...draft.finish, result };
  draft.phase = 'done';
}
