import type { Cell, TableView } from '@trainyard/sections';

export interface SortBy {
  column: number;
  down: boolean;
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compare(a: Cell | undefined, b: Cell | undefined): number {
  const [x, y] = [a?.value ?? null, b?.value ?? null];
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  return words.compare(String(x), String(y));
}

/** Numbers before words; what is missing or no finite number stays at the end, whichever way is sorted. */
export function sortedRows(table: Pick<TableView, 'rows' | 'columns'>, by: SortBy | null): readonly Cell[][] {
  if (by === null) return table.rows;
  const numeric = table.columns[by.column]?.kind !== 'text';
  const last = (cell: Cell | undefined): boolean =>
    cell === undefined || cell.value === null || cell.value === '' || (numeric && typeof cell.value !== 'number');
  return [...table.rows].sort((a, b) => {
    const [x, y] = [a[by.column], b[by.column]];
    if (last(x) || last(y)) return Number(last(x)) - Number(last(y));
    return by.down ? compare(y, x) : compare(x, y);
  });
}

/** Of a column never sorted by: numbers the largest first, words from A on; then the other way; then as it came. */
export function nextSort(table: Pick<TableView, 'columns'>, by: SortBy | null, column: number): SortBy | null {
  const first = table.columns[column]?.kind !== 'text';
  if (by?.column !== column) return { column, down: first };
  return by.down === first ? { column, down: !first } : null;
}
