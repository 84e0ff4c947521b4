import type { Decision, StrategyState } from '@trainyard/prompts/strategies';

const early: readonly Decision['verdict'][] = ['drop', 'behind', 'no-gain'];

/** Ended before the full distance: worse, behind the leader of its race, or never better. */
export function isEarlyDrop({ verdict }: Decision): boolean {
  return early.includes(verdict);
}

/** How many left early, and the calls that full passes of them would have cost. */
export function earlyDrops({ decisions, parts }: StrategyState): { count: number; saved: number } {
  const drops = decisions.filter(isEarlyDrop);
  return { count: drops.length, saved: drops.reduce((sum, { items }) => sum + parts.select.length - items, 0) };
}
