import type { LanguageUsageSum } from '@trainyard/contracts';
import { formatUsd } from '../../../format/usd.ts';

type Sum = Pick<LanguageUsageSum, 'cost_usd' | 'kept_usd' | 'unpriced' | 'saved_usd' | 'saved_unpriced'>;

/** What counts as spent, as budgets count it: what is known, and what was reserved for calls of unknown outcome. */
export function spentOf({ cost_usd, kept_usd }: Pick<Sum, 'cost_usd' | 'kept_usd'>): number {
  return cost_usd + kept_usd;
}

/** Never nothing where something was paid that nobody knows. */
export function spentText(sum: Sum): string {
  const spent = spentOf(sum);
  if (sum.unpriced === 0) return formatUsd(spent);
  return spent === 0 ? 'unknown' : `${formatUsd(spent)} + unknown`;
}

export function savedText({ saved_usd, saved_unpriced }: Sum): string {
  if (saved_unpriced === 0) return formatUsd(saved_usd);
  return saved_usd === 0 ? 'unknown' : `${formatUsd(saved_usd)} + unknown`;
}
