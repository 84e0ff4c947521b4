import type { StrategyStart } from './state.ts';
import type { StrategyState } from './types.ts';

type Sized = Pick<StrategyStart, 'strategy' | 'parts' | 'settings'>;

/** On fewer items no winner of many candidates can be sure. */
const fewestInPass = 20;

/** The seed and the winner on test take at most one call in three: a search that tries nothing needs no test. */
export const mostForTest = 1 / 3;

/**
 * As many of the items as the budget can make use of: with few calls, more candidates on fewer items find more than one
 * candidate on all of them. The first of each part stay; five steps use all but the test items whole.
 */
export function paidParts({ strategy, parts, settings }: Sized): StrategyState['parts'] {
  const { race, passShare, budget } = settings;
  const test = parts.test.slice(0, Math.floor((mostForTest * budget) / 2));
  if (strategy === 'five-step') return { ...parts, test };
  const search = budget - 2 * test.length;
  const least = Math.max(race.minBlocks, Math.ceil(fewestInPass / race.block));
  const blocks = Math.max(least, Math.round((passShare * search) / race.block));
  const select = parts.select.slice(0, blocks * race.block);
  return { ...parts, select, confirm: parts.confirm.slice(0, Math.ceil(select.length / 2)), test };
}

/** Calls of one whole round, from the first look at the seed to the test, as this budget sizes it. */
export function roundCost(start: Sized): number {
  const { feedback, select, confirm, test } = paidParts(start);
  const { batch, optimizerPrice, race } = start.settings;
  if (start.strategy === 'five-step') return 2 * (feedback.length + select.length + test.length) + optimizerPrice;
  const raced = select.slice(0, race.minBlocks * race.block).length;
  return Math.min(batch, feedback.length) + optimizerPrice + 2 * (raced + confirm.length + test.length);
}

/** The smallest budget, from this one on, that pays for a round. */
export function leastBudget(start: Sized): number {
  let budget = Math.max(0, Math.ceil(start.settings.budget));
  // A third of a budget at most is for the test and a small share for confirm: it outgrows what a round takes.
  while (roundCost({ ...start, settings: { ...start.settings, budget } }) > budget) budget += 1;
  return budget;
}
