import { fromWire } from '../../../format/wire-number.ts';

export type Figure = number | string | undefined;

/** How long the bar beside a figure is, 0 to 1; null where a bar would say nothing. */
export function figureShare(value: Figure, isShare: boolean, largest: number | null): number | null {
  if (value === undefined) return null;
  const number = fromWire(value);
  if (!Number.isFinite(number) || number < 0) return null;
  if (isShare && number <= 1) return number;
  return largest === null || largest <= 0 ? null : Math.min(1, number / largest);
}

/** The largest of the figures on the page, against which bars of other metrics are drawn. */
export function largestOf(values: readonly Figure[]): number | null {
  const numbers = values.flatMap((value) => (value === undefined ? [] : [fromWire(value)])).filter(Number.isFinite);
  return numbers.length === 0 ? null : Math.max(...numbers);
}
