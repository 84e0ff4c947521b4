import { judgeResult } from '../race/result-verdict.ts';
import { ask, costOf, isAnswered, pairsOf, resultsOf, spent } from './ledger.ts';
import type { Finish, StrategyState } from './types.ts';

export const seedId = 'v0';

/** Who meets on the test part; nobody where nothing was tried, or where the search was cut off without a winner. */
function finalistsOf({ winner, finish, cells }: StrategyState): string[] {
  if (winner !== seedId) return [seedId, winner];
  const tried = Object.entries(cells).some(([id, row]) => id !== seedId && Object.keys(row).length > 0);
  const whole = finish !== null && ['target', 'patience', 'rounds', 'budget'].includes(finish.reason);
  return whole && (tried || finish.reason === 'target') ? [seedId] : [];
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

/** Seed and winner meet on the test part; of a winner that is the seed its score is told. What cannot be paid is not begun. */
export function startTest(draft: StrategyState): void {
  const why = draft.finish ?? { reason: 'stopped' as const, detail: '' };
  draft.phase = 'test';
  draft.race = null;
  const { test } = draft.parts;
  const finalists = finalistsOf(draft);
  const cost = finalists.reduce((sum, id) => sum + costOf(draft, id, test), 0);
  if (finalists.length === 0 || test.length === 0 || cost > draft.settings.budget - spent(draft)) {
    end(draft, why.reason, why.detail);
    return;
  }
  for (const id of finalists) ask(draft, id, test);
}

/** Called when the test part is answered. */
export function judge(draft: StrategyState): void {
  const { test } = draft.parts;
  if (draft.finish === null || !isAnswered(draft, draft.winner, test)) return;
  const { winner } = draft;
  // The seed against itself is no look; a winner that was held against it before is the same look again.
  if (winner !== seedId && !draft.tested.includes(winner)) draft.tested = [...draft.tested, winner];
  const look = Math.max(1, draft.tested.indexOf(winner) + 1);
  const result = judgeResult(pairsOf(draft, winner, seedId, test), { seed: draft.settings.seed, look });
  draft.finish = { ...draft.finish, result };
  draft.phase = 'done';
}

/** The prompt that a person is handed: the winner where the test has proved it, else the seed. */
export function deliveredOf({ finish, winner }: StrategyState): string {
  return finish?.result?.verdict === 'improved' ? winner : seedId;
}
