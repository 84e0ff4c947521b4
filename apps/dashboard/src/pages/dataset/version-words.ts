import type { DatasetVersion } from '@trainyard/contracts';
import { formatDuration } from '../../format/duration.ts';
import { formatInteger, formatNumber } from '../../format/number.ts';

const named = 12;

/** `a, b and 3 more`. */
export function listWords(names: readonly string[]): string {
  if (names.length <= named) return names.join(', ');
  return `${names.slice(0, named).join(', ')} and ${names.length - named} more`;
}

export function rateWords(rates: readonly number[]): string {
  const hertz = (rate: number): string =>
    rate >= 1000 ? `${formatNumber(rate / 1000)}\u202fkHz` : `${formatNumber(rate)}\u202fHz`;
  const [first] = rates;
  if (first === undefined) return '';
  if (rates.length <= 4) return rates.map(hertz).join(', ');
  return `${hertz(Math.min(...rates))} to ${hertz(Math.max(...rates))} (${rates.length} rates)`;
}

export function lengthWords(seconds: NonNullable<DatasetVersion['seconds']>): string {
  const { min, max, total } = seconds;
  const each =
    min === max ? `${formatNumber(min)}\u202fs each` : `${formatNumber(min)} to ${formatNumber(max)}\u202fs each`;
  return `${each}, ${formatDuration(total)} in all`;
}

export function unitWords(units: DatasetVersion['units']): string {
  return units
    .map(({ column, values, physical }) => `${formatInteger(values)} by ${column}${physical ? ' (physical)' : ''}`)
    .join(', ');
}
