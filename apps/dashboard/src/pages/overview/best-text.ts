import type { BestRun } from '@trainyard/contracts';
import { formatNumber, formatPercent } from '../../format/number.ts';

/** `78.8 % (74.1 to 82.9)`: shares of one as per cent, with their interval. */
export function bestText(best: Pick<BestRun, 'value' | 'low' | 'high' | 'unit' | 'key'>): string {
  const { value, low, high, unit, key } = best;
  const isShare =
    unit === '' &&
    typeof value === 'number' &&
    value >= 0 &&
    value <= 1 &&
    /accuracy|f1|auc|precision|recall/.test(key);
  const text = (figure: number | string): string => (isShare ? formatPercent(figure, 1) : formatNumber(figure));
  const suffix = unit === '' || isShare ? '' : ` ${unit}`;
  if (low === null || high === null) return `${text(value)}${suffix}`;
  const from = isShare ? text(low).replace(/\u202f?%$/, '') : text(low);
  const to = isShare ? text(high).replace(/\u202f?%$/, '') : text(high);
  return `${text(value)}${suffix} (${from} to ${to})`;
}
