import type { WireNumber } from '@trainyard/contracts';
import { formatNumber, formatPercent } from '../../../format/number.ts';
import { fromWire } from '../../../format/wire-number.ts';

export interface Figure {
  value: WireNumber;
  low?: WireNumber | null | undefined;
  high?: WireNumber | null | undefined;
}

const shareWords =
  /(^|[^a-z])(accuracy|acc|f1|auc|auroc|precision|recall|sensitivity|specificity|share|rate)([^a-z]|$)/i;

/** A figure without a unit that is a share by its name and by its size is told in per cent. */
export function isShareFigure(name: string, unit: string, value: WireNumber): boolean {
  const number = fromWire(value);
  return unit === '' && shareWords.test(name.replaceAll('_', ' ')) && number >= 0 && number <= 1;
}

export function figureText(value: WireNumber | null | undefined, isShare: boolean, unit = ''): string {
  const text = isShare ? formatPercent(value) : formatNumber(value);
  return unit === '' ? text : `${text} ${unit}`;
}

/** `75.51 % to 81.74 %`, or null where the trainer gave no interval. */
export function intervalText({ low, high }: Figure, isShare: boolean, unit = ''): string | null {
  if (low === null || low === undefined || high === null || high === undefined) return null;
  return `${figureText(low, isShare)} to ${figureText(high, isShare, unit)}`;
}

/** `+3.12 points`, `−0.02`: this minus that. */
export function differenceText(difference: WireNumber, isShare: boolean): string {
  const number = fromWire(difference);
  if (!Number.isFinite(number)) return formatNumber(number);
  const sign = number > 0 ? '+' : '';
  if (!isShare) return `${sign}${formatNumber(number)}`;
  const points = (number * 100).toFixed(2);
  return `${sign}${points.replace('-', '−')} points`;
}

/** Whether two results are apart by their intervals alone, which is asking more than a test would. */
export function apart(a: Figure, b: Figure): boolean | null {
  const ends = [a.low, a.high, b.low, b.high].map((end) =>
    end === null || end === undefined ? Number.NaN : fromWire(end),
  );
  const [aLow, aHigh, bLow, bHigh] = ends as [number, number, number, number];
  if (ends.some(Number.isNaN)) return null;
  return aLow > bHigh || bLow > aHigh;
}

export function pText(p: number): string {
  return p < 0.001 ? 'p\u00a0<\u00a00.001' : `p\u00a0=\u00a0${p.toFixed(3)}`;
}
