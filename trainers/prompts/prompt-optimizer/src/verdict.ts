import { enoughAnswers } from '@trainyard/prompts/race';
import type { StrategyState } from '@trainyard/prompts/strategies';
import { points } from './story.ts';

export interface Verdict {
  /** One sentence that a person can act on. */
  words: string;
  improved: boolean;
}

const keep = 'No reliable improvement: keep the seed.';

/** No candidate was asked anything. */
export function nothingTried({ cells }: StrategyState): boolean {
  return Object.entries(cells).every(([id, row]) => id === 'v0' || Object.keys(row).length === 0);
}

/** A sentence behind a colon. */
function inside(words: string): string {
  return words.replace(/^The /, 'the ');
}

/** The version that a person is handed: what is worse than the seed on the test items, or was not compared there, is not. */
export function deliveredOf({ finish, winner }: StrategyState): string {
  const result = finish?.result ?? null;
  return result !== null && (result.verdict === 'worse' || result.n === 0) ? 'v0' : winner;
}

/** What may be said of the result, and no more. */
export function verdictOf(state: StrategyState): Verdict {
  const { finish, winner } = state;
  if (finish?.reason === 'no-answers')
    return { words: `${finish.detail}. Nothing can be said of the prompt.`, improved: false };
  if (nothingTried(state)) return { words: `Nothing was tried: ${inside(finish?.detail ?? '')}`, improved: false };
  if (winner === 'v0') return { words: keep, improved: false };
  const result = finish?.result ?? null;
  if (result === null) {
    return { words: `${keep} ${winner} did better in the search, but the test was not made.`, improved: false };
  }
  const { difference, low, high, n, of } = result;
  if (n === 0) {
    return {
      words: `There is no result: not one of ${of} test items was answered for both. Keep the seed.`,
      improved: false,
    };
  }
  const numbers = `${points(result.seed)} → ${points(result.winner)} on ${n} of ${of} test items, ${(100 * difference).toFixed(1)} points (95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
  if (result.verdict === 'improved') return { words: `Improved: ${numbers}.`, improved: true };
  if (result.verdict === 'worse')
    return { words: `Worse on the test items: keep the seed. ${numbers}.`, improved: false };
  const few = enoughAnswers(n, of) ? '' : ' Too few were answered to prove anything.';
  return { words: `${keep} ${numbers}.${few}`, improved: false };
}
