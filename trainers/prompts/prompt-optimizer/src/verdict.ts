import { enoughAnswers } from '@trainyard/prompts/race';
import type { StrategyState } from '@trainyard/prompts/strategies';
import type { NameOf } from './names.ts';
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

type Result = NonNullable<NonNullable<StrategyState['finish']>['result']>;

export const percents = (share: number): string => `${(100 * share).toFixed(2).replace(/\.?0+$/, '')} %`;

/** What was compared; equal inputs and items of one group are told where there are any. */
function itemsOf({ n, items, of }: Result): string {
  const fewer = n < items ? ` that count as ${n}, because some are equal or of one group` : '';
  return `on ${items} of ${of} test items${fewer}`;
}

/** That these items were looked at before. Empty at the first look. */
function lookOf({ look, confidence }: Result): string {
  if (look < 2) return '';
  return ` It is look ${look} of this run and those it goes on from at the same test items: the interval is one of ${percents(confidence)}, so that looking again does not make a winner.`;
}

function seedWords(result: Result): string {
  if (result.n === 0) return `${keep} Not one of ${result.of} test items was answered.`;
  const [low, high] = result.scores.seed;
  return `${keep} It scores ${points(result.seed)} ${itemsOf(result)} (95 % interval ${points(low)} to ${points(high)}).`;
}

/** What may be said of the result, and no more. */
export function verdictOf(state: StrategyState, nameOf: NameOf): Verdict {
  const { finish, winner } = state;
  if (finish?.reason === 'no-answers')
    return { words: `${finish.detail.replace(/\.$/, '')}. Nothing can be said of the prompt.`, improved: false };
  if (nothingTried(state)) return { words: `Nothing was tried: ${inside(finish?.detail ?? '')}`, improved: false };
  const result = finish?.result ?? null;
  if (winner === 'v0') return { words: result === null ? keep : seedWords(result), improved: false };
  if (result === null) {
    return { words: `${keep} ${nameOf(winner)} did better in the search, but the test was not made.`, improved: false };
  }
  const { difference, low, high, n, items, of, confidence } = result;
  if (n === 0) {
    return {
      words: `There is no result: not one of ${of} test items was answered for both. Keep the seed.`,
      improved: false,
    };
  }
  const numbers = `${points(result.seed)} → ${points(result.winner)} ${itemsOf(result)}, ${(100 * difference).toFixed(1)} points (${percents(confidence)} interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
  const look = lookOf(result);
  if (result.verdict === 'improved') return { words: `Improved: ${numbers}.${look}`, improved: true };
  if (result.verdict === 'worse')
    return { words: `Worse on the test items: keep the seed. ${numbers}.${look}`, improved: false };
  const few = enoughAnswers(items, of) ? '' : ' Too few were answered to prove anything.';
  return { words: `${keep} ${nameOf(winner)} is not proved better: ${numbers}.${few}${look}`, improved: false };
}
