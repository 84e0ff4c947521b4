import type { Decision, StrategyState } from '@trainyard/prompts/strategies';

/** Ended before the full distance, by a prompt that it raced against or by the leader of its race. */
export function isEarlyDrop({ verdict }: Decision): boolean {
  return verdict === 'drop' || verdict === 'behind';
}

/** How many left early, and the calls that full passes of them would have cost. */
export function earlyDrops({ decisions, parts }: StrategyState): { count: number; saved: number } {
  const drops = decisions.filter(isEarlyDrop);
  return { count: drops.length, saved: drops.reduce((sum, { items }) => sum + parts.select.length - items, 0) };
}
