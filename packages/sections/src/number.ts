import type { WireNumber } from '@trainyard/contracts';

/** The number of a wire number. Done here and not by contracts, whose index would bring a schema library along. */
export const num = (value: WireNumber | null | undefined): number => (value == null ? Number.NaN : Number(value));
export const nums = (values: readonly WireNumber[]): number[] => values.map(Number);

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',');

export function formatCount(value: number): string {
  return Number.isFinite(value)
    ? `${value < 0 ? '-' : ''}${grouped(Math.abs(Math.round(value)).toFixed(0))}`
    : formatNumber(value);
}

/** Four significant digits, the same in every locale; no zeros that say nothing. */
export function formatNumber(value: number): string {
  const text = formatDigits(value);
  return /^-?\d+\.\d*0$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/** Four significant digits, zeros at the end included: for figures that stand below one another. */
export function formatDigits(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2).replace('e+', 'e');
  if (Number.isInteger(value) || size >= 1000) return formatCount(value);
  return value.toFixed(Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(size)))));
}

/** A share between 0 and 1 with three decimals; what is less than 1 never reads 1.000, what is more than 0 never 0.000. */
export function formatShare(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) > 1) return formatNumber(value);
  for (let digits = 3; digits <= 6; digits++) {
    const text = value.toFixed(digits);
    if ((Number(text) !== 1 || value === 1) && (Number(text) !== 0 || value === 0)) return text;
  }
  return formatNumber(value);
}

/** One number of decimals for a column, as many as its numbers need and people compare. */
export function columnFormat(values: readonly number[]): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const size = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const least = finite.reduce((low, v) => (v === 0 ? low : Math.min(low, Math.abs(v))), Number.POSITIVE_INFINITY);
  const needed = finite.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  const decimals = Math.min(
    needed,
    Math.max(0, 4 - Math.max(0, Math.floor(Math.log10(size || 1)) + (size >= 1 ? 1 : 0))),
  );
  // Numbers of such different sizes have no number of decimals in common.
  if (size >= 1e6 || least < 0.5 * 10 ** -decimals) return formatNumber;
  return (value) => (Number.isFinite(value) && decimals > 0 ? value.toFixed(decimals) : formatNumber(value));
}

const decimalsOf = (value: number): number => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

export function formatPercent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return formatNumber(share);
  const percent = share * 100;
  const text = percent.toFixed(digits);
  const said = Number(text);
  return said === 100 && share < 1
    ? `${percent.toFixed(3)} %`
    : said === 0 && share > 0
      ? `<${10 ** -digits} %`
      : `${text} %`;
}

/** A figure with its unit; a plain one between 0 and 1 is read as a share. */
export function formatFigure(value: number, unit = ''): string {
  const text = unit === '' && Math.abs(value) <= 1 ? formatShare(value) : formatNumber(value);
  return unit === '' ? text : `${text} ${unit}`;
}

/** Smallest and largest finite value; none: null. */
export function extent(values: Iterable<number>): { low: number; high: number } | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : null;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
