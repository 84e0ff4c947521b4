import { stripVTControlCharacters } from 'node:util';
import CliTable from 'cli-table3';
import type { Ink } from './ink.ts';

export interface Column {
  title: string;
  right?: boolean;
  /** May be broken into several lines where the table is too wide. */
  wrap?: boolean;
}

const gap = 2;
const narrowest = 14;

const noFrame = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(gap),
};

export function textWidth(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...stripVTControlCharacters(line)].length));
}

/** Natural widths, with the columns that may wrap made narrower, the widest first, until the table fits. */
function fit(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, w) => sum + w, 0) + gap * (widths.length - 1) - width;
  while (excess > 0) {
    let widest = -1;
    for (const [i, column] of columns.entries()) {
      const here = widths[i] ?? 0;
      if (column.wrap === true && here > narrowest && here > (widths[widest] ?? 0)) widest = i;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** A table without a frame: a bold head, columns two spaces apart. */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  look: { ink: Ink; columns: number },
): string {
  const natural = columns.map((column, i) =>
    Math.max(textWidth(column.title), ...rows.map((row) => textWidth(row[i] ?? ''))),
  );
  const widths = fit(columns, natural, look.columns);
  const table = new CliTable({
    head: columns.map((column) => look.ink.bold(column.title)),
    colWidths: widths,
    colAligns: columns.map((column) => (column.right === true ? 'right' : 'left')),
    wordWrap: true,
    chars: noFrame,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Names and values below each other; empty values are left out. */
export function factsText(
  facts: readonly (readonly [string, string | null])[],
  look: { ink: Ink; columns: number },
): string {
  const shown = facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '');
  const width = Math.max(0, ...shown.map(([name]) => textWidth(name)));
  return shown.map(([name, value]) => `${look.ink.dim(name.padEnd(width))}  ${value}`).join('\n');
}
