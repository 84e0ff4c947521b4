import { fromWire } from './wire-number.ts';

export const nothing = '–';

/** Thin groups by a narrow space, the point as decimal mark: the same in every locale, and in every exported file. */
export function formatInteger(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const text = Math.abs(Math.round(value)).toString();
  const grouped = text.length < 5 ? text : text.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return value < 0 && text !== '0' ? `−${grouped}` : grouped;
}

/** A number with as many digits as a person compares: 0.9523, 12.35, 3.0e-4. */
export function formatNumber(value: number | string | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return nothing;
  const number = typeof value === 'string' ? fromWire(value) : value;
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '−∞';
  if (number === 0) return '0';
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e15) return formatInteger(number);
  const text = size < 1e-3 || size >= 1e7 ? size.toExponential(Math.max(1, digits - 2)) : plain(size, digits);
  return number < 0 ? `−${text}` : text;
}

function plain(size: number, digits: number): string {
  const whole = Math.max(1, Math.floor(Math.log10(size)) + 1);
  return size.toFixed(Math.max(0, size < 1 ? digits : digits - whole));
}

/** 0.9523 → 95.23 %. */
export function formatPercent(fraction: number | string | null | undefined, decimals = 2): string {
  if (fraction === null || fraction === undefined) return nothing;
  const number = typeof fraction === 'string' ? fromWire(fraction) : fraction;
  return Number.isFinite(number) ? `${(number * 100).toFixed(decimals)}\u202f%` : formatNumber(number);
}

/** 1 run, 2 runs. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${formatInteger(n)} ${n === 1 ? one : many}`;
}
