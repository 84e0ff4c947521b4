import type { WireNumber } from '@trainyard/contracts';
import { oneLine } from './label.ts';
import { extent, formatDigits, formatFigure, formatNumber, formatShare, num } from './number.ts';
import type { Cell, Column, TableView, Tone } from './view.ts';

/** Rows of a table that a page draws; a file of it holds all. */
const mostRows = 2000;

export const textCell = (text: string, tone?: Tone): Cell => {
  const clean = text === '' ? '' : oneLine(text);
  return { text: clean, value: clean, ...(tone ? { tone } : {}) };
};
/** A name: without one it says so, since an empty head of a row is none. */
export const nameCell = (text: string): Cell => ({ text: oneLine(text), value: oneLine(text) });
export const emptyCell: Cell = { text: '–', value: null, tone: 'muted' };

export const numberCell = (value: number, format: (value: number) => string = formatNumber): Cell => ({
  text: format(value),
  value: Number.isFinite(value) ? value : formatNumber(value),
});

interface WireInterval {
  value: WireNumber;
  low: WireNumber | null;
  high: WireNumber | null;
}

/** `0.938 (0.921 to 0.952)`; without ends just the value. */
export function intervalCell(interval: WireInterval, unit = '', format = formatFigure): Cell {
  const [value, low, high] = [num(interval.value), num(interval.low), num(interval.high)];
  const plain = numberCell(value, (v) => format(v, unit));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return plain;
  const bare = unit === '' || unit === '%' ? (v: number) => format(v, '') : formatDigits;
  const rangeText = `${bare(low)} to ${bare(high)}`;
  return {
    ...plain,
    text: `${plain.text} (${rangeText})`,
    interval: { value, low, high, valueText: plain.text, rangeText },
  };
}

export const shareInterval = (interval: WireInterval): Cell => intervalCell(interval, '', formatShare);

export const textColumn = (label: string): Column => ({ label, align: 'left', kind: 'text' });
export const numberColumn = (label: string): Column => ({ label, align: 'right', kind: 'number' });
export const intervalColumn = (label: string, scale?: { low: number; high: number }): Column => ({
  label,
  align: 'right',
  kind: 'interval',
  ...(scale ? { scale } : {}),
});

/** Ends of a scale on which the shares of these intervals can be told apart; `null`: there is none between 0 and 1. */
export function shareScale(intervals: readonly WireInterval[]): { low: number; high: number } | null {
  const shares = intervals
    .filter((i) => num(i.low) >= 0 && num(i.high) <= 1)
    .flatMap((i) => [num(i.value), num(i.low), num(i.high)]);
  const found = extent(shares);
  if (!found) return null;
  const low = Math.min(0.9, Math.floor(found.low * 10) / 10);
  return { low, high: Math.max(low + 0.1, Math.ceil(found.high * 10) / 10) };
}

export function table(
  id: string,
  role: TableView['role'],
  caption: string,
  columns: Column[],
  rows: Cell[][],
  most = mostRows,
): TableView {
  return { id, role, caption, columns, rows: rows.slice(0, most), moreRows: Math.max(0, rows.length - most) };
}
