import { nothing } from './number.ts';

/** EUR 12.35, EUR 1 200, under EUR 0.01. The code rather than a sign: of dollars there are many. */
export function formatMoney(value: number | null | undefined, currency: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return nothing;
  if (value > 0 && value < 0.01) return `under ${currency} 0.01`;
  const [whole = '', cents = ''] = value.toFixed(value < 1000 ? 2 : 0).split('.');
  const grouped = whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return `${currency} ${grouped}${cents === '' ? '' : `.${cents}`}`;
}
