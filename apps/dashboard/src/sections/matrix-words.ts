import { formatCount, formatPercent, type MatrixView, plural } from '@trainyard/sections';

export type MatrixMode = 'count' | 'row' | 'column';

/** Share of a cell in its row, column or the largest cell: what its colour shows. */
export function cellShare(matrix: MatrixView, mode: MatrixMode, r: number, c: number): number {
  const count = matrix.counts[r]?.[c] ?? 0;
  const whole = mode === 'column' ? (matrix.columnTotals[c] ?? 0) : (matrix.rowTotals[r] ?? 0);
  return whole === 0 ? 0 : count / whole;
}

/** What stands in a cell: a count, or per cent without its sign, as short as it can be. */
export function cellText(matrix: MatrixView, mode: MatrixMode, r: number, c: number): string {
  const count = matrix.counts[r]?.[c] ?? 0;
  if (mode === 'count') return formatCount(count);
  if (count === 0) return '0';
  const percent = cellShare(matrix, mode, r, c) * 100;
  if (percent < 0.05) return '<0.1';
  return percent === 100 ? '100' : percent >= 99.95 ? '>99.9' : percent.toFixed(percent >= 10 ? 0 : 1);
}

/** `Inner race taken for Ball: 15 samples, 6.5 % of Inner race, 4.1 % of all that were called Ball.` */
export function cellSentence(matrix: MatrixView, r: number, c: number): string {
  const [truth, prediction] = [matrix.labels[r] ?? '', matrix.labels[c] ?? ''];
  const count = matrix.counts[r]?.[c] ?? 0;
  const gathered = matrix.gathered > 0 && r === c && r === matrix.labels.length - 1;
  const begin = gathered
    ? `Among ${truth}, right or taken for one another`
    : r === c
      ? `${truth} recognised`
      : `${truth} taken for ${prediction}`;
  const shares = `${formatPercent(cellShare(matrix, 'row', r, c))} of ${truth}, ${formatPercent(cellShare(matrix, 'column', r, c))} of all that were called ${prediction}`;
  return count === 0 ? `${begin}: no sample.` : `${begin}: ${plural(count, 'sample')}, ${shares}.`;
}

/** Where a key leads from a cell of a matrix with `size` rows; null: the key is not for the matrix. */
export function nextCell(
  key: string,
  control: boolean,
  size: number,
  r: number,
  c: number,
): { r: number; c: number } | null {
  const held = (n: number): number => Math.max(0, Math.min(size - 1, n));
  switch (key) {
    case 'ArrowUp':
      return { r: held(r - 1), c };
    case 'ArrowDown':
      return { r: held(r + 1), c };
    case 'ArrowLeft':
      return { r, c: held(c - 1) };
    case 'ArrowRight':
      return { r, c: held(c + 1) };
    case 'Home':
      return control ? { r: 0, c: 0 } : { r, c: 0 };
    case 'End':
      return control ? { r: size - 1, c: size - 1 } : { r, c: size - 1 };
    default:
      return null;
  }
}
