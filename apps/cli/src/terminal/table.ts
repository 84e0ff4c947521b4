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

const longestUnbroken = 36;

function longestWord(text: string): number {
  return Math.max(0, ...text.split(/\s+/).map(textWidth));
}

/** A head may always be broken at its spaces, a cell only where its column says so; no word is ever cut. */
function narrowest(column: Column, cells: readonly string[]): number {
  const widths = cells.map((cell) => (column.wrap === true ? longestWord(cell) : textWidth(cell)));
  const least = Math.max(longestWord(column.title), ...widths);
  return column.wrap === true ? Math.min(longestUnbroken, least) : least;
}

/** Natural widths, then the widest column that can be narrower is made so, until the table fits. */
function fit(natural: readonly number[], least: readonly number[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, w) => sum + w, 0) + gap * (widths.length - 1) - width;
  while (excess > 0) {
    let widest = -1;
    for (const [i, here] of widths.entries()) {
      if (here > (least[i] ?? 0) && here > (widths[widest] ?? 0)) widest = i;
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
  const cellsOf = columns.map((_, i) => rows.map((row) => row[i] ?? ''));
  const natural = columns.map((column, i) => Math.max(textWidth(column.title), ...(cellsOf[i] ?? []).map(textWidth)));
  const least = columns.map((column, i) => narrowest(column, cellsOf[i] ?? []));
  const widths = fit(natural, least, look.columns);
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
