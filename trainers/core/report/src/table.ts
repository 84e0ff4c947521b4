import { shorten, type TableView } from '@trainyard/sections';
import type { TableBlock } from './blocks.ts';

/** More would be pages that nobody reads; the run's page has them all. */
const mostRows = 120;
const mostColumns = 12;
const mostLetters = 400;
/** Of a table with many columns, where one long name would fill a page. */
const mostLettersBesideOthers = 120;
/** Together no more than this many letters of columns are kept from wrapping. */
const mostFitting = 78;

type Cell = TableBlock['rows'][number][number];

/** A name that is empty is told as such; a cell that is empty stays so. */
const cellText = (text: string): string => (text.trim() === '' ? '' : shorten(text, mostLetters));
export const plainCell = (text: string): Cell => ({ text: cellText(text), tone: 'plain' });
export const monoCell = (text: string): Cell => ({ text, tone: 'mono' });

/** What lies between two columns, in letters. */
const between = 3;

/** Letters that a column asks for: long text wraps, numbers stay on one line. */
function weigh(label: string, cells: readonly Cell[], align: 'left' | 'right'): number {
  // Letters of a typewriter are wider.
  const lengths = cells.map(({ text, tone }) => text.length * (tone === 'mono' ? 1.2 : 1));
  const longest = Math.max(label.length, 5, ...lengths);
  if (align === 'right') return Math.min(40, longest) + between;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const mono = Math.max(0, ...cells.map(({ text, tone }) => (tone === 'mono' ? text.length * 1.2 : 0)));
  return (longest <= 26 ? longest : Math.min(80, Math.max(26, mean * 1.3, mono))) + between;
}

function leftOut(rows: number, columns: number): string {
  const parts = [
    ...(rows > 0 ? [`${rows} more ${rows === 1 ? 'row' : 'rows'}`] : []),
    ...(columns > 0 ? [`${columns} more ${columns === 1 ? 'column' : 'columns'}`] : []),
  ];
  return parts.length === 0 ? '' : `${parts.join(' and ')} on the page of the run.`;
}

export function tableBlock(table: {
  caption: string;
  columns: readonly { label: string; align: 'left' | 'right' }[];
  rows: readonly Cell[][];
  moreRows?: number;
}): TableBlock {
  const columns = table.columns.slice(0, mostColumns);
  const most = columns.length > 4 ? mostLettersBesideOthers : mostLetters;
  const shown = table.rows.slice(0, mostRows).map((row) =>
    row.slice(0, mostColumns).map((cell): Cell => {
      return cell.text.length > most ? { ...cell, text: shorten(cell.text, most) } : cell;
    }),
  );
  const weights = columns.map(({ label, align }, i) =>
    weigh(
      label,
      shown.flatMap((row) => row[i] ?? []),
      align,
    ),
  );
  let fitting = 0;
  const fits = columns.map(({ align }, i) => {
    const weight = weights[i] ?? 0;
    if ((align === 'left' && weight > 17) || fitting + weight > mostFitting) return false;
    fitting += weight;
    return true;
  });
  // In a column of its own width a figure, its unit and its interval stay on one line.
  const rows = shown.map((row) =>
    row.map((cell, i) =>
      columns[i]?.align === 'right' && fits[i] ? { ...cell, text: cell.text.replaceAll(' ', '\u00a0') } : cell,
    ),
  );
  return {
    kind: 'table',
    caption: table.caption,
    columns: columns.map(({ label, align }, i) => ({ label, align, weight: weights[i] ?? 1, fits: fits[i] ?? false })),
    rows,
    left_out: leftOut(table.rows.length - rows.length + (table.moreRows ?? 0), table.columns.length - columns.length),
  };
}

export function tableOfView(view: TableView): TableBlock {
  return tableBlock({
    caption: view.caption,
    columns: view.columns,
    rows: view.rows.map((row) => row.map(({ text, tone }): Cell => ({ text: cellText(text), tone: tone ?? 'plain' }))),
    moreRows: view.moreRows,
  });
}
