import type { StrategyStart } from './state.ts';
import type { StrategyState } from './types.ts';

/**
 * As many of the select and confirm items as the budget can make use of: with few calls, more candidates on fewer items find
 * more than one candidate on all of them.
 */
export function paidParts({ parts, settings }: Pick<StrategyStart, 'parts' | 'settings'>): StrategyState['parts'] {
  const { race, passShare } = settings;
  const search = settings.budget - 2 * parts.test.length;
  const blocks = Math.max(race.minBlocks, Math.round((passShare * search) / race.block));
  const select = parts.select.slice(0, blocks * race.block);
  return { ...parts, select, confirm: parts.confirm.slice(0, Math.ceil(select.length / 2)) };
}
