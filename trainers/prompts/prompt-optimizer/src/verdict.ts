import type { StrategyState } from '@trainyard/prompts/strategies';
import { points } from './story.ts';

export interface Verdict {
  /** One sentence that a person can act on. */
  words: string;
  improved: boolean;
}

const keep = 'No reliable improvement: keep the seed.';

/** What may be said of the result, and no more. */
export function verdictOf(state: StrategyState): Verdict {
  const { finish, winner } = state;
  if (finish?.reason === 'no-answers')
    return { words: `${finish.detail}. Nothing can be said of the prompt.`, improved: false };
  if (winner === 'v0') return { words: keep, improved: false };
  const result = finish?.result ?? null;
  if (result === null) {
    return { words: `${keep} ${winner} did better in the search, but the test was not made.`, improved: false };
  }
  const { difference, low, high, n } = result;
  const numbers = `${points(result.seed)} → ${points(result.winner)} on ${n} test items, ${(100 * difference).toFixed(1)} points (95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
  if (result.verdict === 'improved') return { words: `Improved: ${numbers}.`, improved: true };
  if (result.verdict === 'worse')
    return { words: `Worse on the test items: keep the seed. ${numbers}.`, improved: false };
  return { words: `${keep} ${numbers}.`, improved: false };
}
