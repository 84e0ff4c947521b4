import type { SectionOf } from '@trainyard/contracts';
import type { Look } from '../live-view.ts';
import { tableText, textWidth } from '../table.ts';
import { countText, intervalText } from '../words.ts';

type Matrix = SectionOf<'confusion-matrix'>['data'];

/** a … z, aa, ab … */
function letter(index: number): string {
  const first = Math.floor(index / 26);
  return (first === 0 ? '' : String.fromCharCode(96 + first)) + String.fromCharCode(97 + (index % 26));
}

function rowShare(row: readonly number[], count: number): string {
  const sum = row.reduce((a, b) => a + b, 0);
  return sum === 0 || count === 0 ? '' : `${Math.round((count / sum) * 100)}%`;
}

/** Too many classes for this width: the confusions themselves, the commonest first. */
function commonest(data: Matrix, look: Look): string {
  const pairs = data.counts.flatMap((row, truth) =>
    row.flatMap((count, prediction) =>
      count > 0 && truth !== prediction
        ? [
            {
              truth: data.labels[truth] ?? '',
              prediction: data.labels[prediction] ?? '',
              count,
              share: rowShare(row, count),
            },
          ]
        : [],
    ),
  );
  pairs.sort((a, b) => b.count - a.count);
  const shown = pairs.slice(0, 15);
  if (shown.length === 0) return 'Nothing was confused.';
  const rows = shown.map((pair) => [pair.truth, pair.prediction, String(pair.count), pair.share]);
  const more =
    pairs.length > shown.length
      ? `\n${look.ink.dim(`and ${countText(pairs.length - shown.length, 'pair')} more`)}`
      : '';
  const columns = [
    { title: 'truth', wrap: true },
    { title: 'taken for', wrap: true },
    { title: 'count', right: true },
    { title: 'share', right: true },
  ];
  return tableText(columns, rows, look) + more;
}

/**
 * Rows are the truth, columns the prediction; each cell the count and its share of the row. Columns are named by
 * the letters in front of the row names where the names are too long.
 */
export function confusionMatrix(section: SectionOf<'confusion-matrix'>, look: Look): string {
  const { data } = section;
  const { ink } = look;
  const cellWidth = Math.max(4, ...data.counts.flat().map((count) => String(count).length));
  const short = data.labels.every((label) => textWidth(label) <= Math.max(7, cellWidth));
  const heads = data.labels.map((label, i) => (short ? label : letter(i)));
  const names = data.labels.map((label, i) => (short ? label : `${letter(i)}  ${label}`));

  const columnWidths = heads.map((head) => Math.max(cellWidth, textWidth(head)) + 2);
  const nameWidth = Math.max(...names.map(textWidth));
  const needed = nameWidth + columnWidths.reduce((sum, width) => sum + width, 0);
  const total = `accuracy ${intervalText(data.accuracy)}`;
  if (needed > look.columns) return `${commonest(data, look)}\n${ink.dim(total)}`;

  const rows = data.counts.map((row, truth) => {
    const cells = row.map((count, prediction) => {
      if (count === 0) return ink.dim('·');
      const paint = truth === prediction ? ink.good : ink.bad;
      return `${paint(String(count))}\n${ink.dim(rowShare(row, count))}`;
    });
    return [names[truth] ?? '', ...cells];
  });
  const table = tableText([{ title: '' }, ...heads.map((title) => ({ title, right: true }))], rows, look);
  return `${table}\n${ink.dim(`rows: truth, columns: prediction; count and share of the row; ${total}`)}`;
}
