import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { baseOption, categoryAxis } from '../chart-base.ts';
import { oneLine, shortenAll } from '../label.ts';
import { formatCount, formatPercent, formatShare, num, plural, sum } from '../number.ts';
import { cellColours, type Palette } from '../palette.ts';
import type { Body, ChartOption, HeatView, Look, MatrixView, Plain } from '../view.ts';

/** Classes a table of buttons can hold; of more, those with the most mistakes, and the rest gathered in one. */
const mostButtons = 30;
const mostNumbers = 20;
const mostPairs = 20;

interface Pair {
  truth: string;
  prediction: string;
  count: number;
  share: number;
}

const square = (labels: readonly string[], counts: readonly (readonly number[])[]): number[][] =>
  labels.map((_, r) => labels.map((_, c) => counts[r]?.[c] ?? 0));

function matrixOf(names: readonly (string | null)[], counts: readonly (readonly number[])[]): MatrixView {
  const labels = names.map((name) => (name === null ? 'other classes' : oneLine(name)));
  return {
    labels,
    names: [...names],
    counts: counts.map((row) => [...row]),
    rowTotals: counts.map((row) => sum(row)),
    columnTotals: labels.map((_, c) => sum(counts.map((row) => row[c] ?? 0))),
    gathered: 0,
  };
}

/** The classes with the most mistakes, in their order; all others together at the end. No count is lost. */
export function gather(matrix: MatrixView, most: number): MatrixView {
  if (matrix.labels.length <= most) return matrix;
  const mistakes = matrix.labels.map((_, i) => {
    const right = matrix.counts[i]?.[i] ?? 0;
    return { i, wrong: (matrix.rowTotals[i] ?? 0) + (matrix.columnTotals[i] ?? 0) - 2 * right };
  });
  const kept = mistakes
    .sort((a, b) => b.wrong - a.wrong || a.i - b.i)
    .slice(0, most - 1)
    .map((m) => m.i)
    .sort((a, b) => a - b);
  const place = new Map(kept.map((i, at) => [i, at]));
  const counts = Array.from({ length: most }, () => new Array<number>(most).fill(0));
  matrix.counts.forEach((row, r) => {
    const line = counts[place.get(r) ?? most - 1];
    row.forEach((count, c) => {
      const at = place.get(c) ?? most - 1;
      if (line) line[at] = (line[at] ?? 0) + count;
    });
  });
  const gathered = matrix.labels.length - kept.length;
  const names = [...kept.map((i) => matrix.names[i] ?? null), null];
  const labels = [...kept.map((i) => matrix.labels[i] ?? ''), `${gathered} other classes`];
  return { ...matrixOf(names, counts), labels, gathered };
}

export function confusionMatrix(data: SectionOf<'confusion-matrix'>['data'], { palette }: Look): Body {
  const labels = data.labels.map(oneLine);
  const matrix = matrixOf(data.labels, square(data.labels, data.counts));
  const whole = sum(matrix.rowTotals);
  if (labels.length === 0 || whole === 0) return { sentence: 'No prediction was counted, so there is no matrix.' };
  const pairs = mistakesOf(matrix);
  const right = sum(labels.map((_, i) => matrix.counts[i]?.[i] ?? 0));
  const accuracy = num(data.accuracy.value);
  const [low, high] = [num(data.accuracy.low), num(data.accuracy.high)];
  const range =
    Number.isFinite(low) && Number.isFinite(high) ? ` (95 % interval ${formatShare(low)} to ${formatShare(high)})` : '';
  const first = pairs[0];
  const mistake = first
    ? ` The most frequent mistake: ${first.truth} taken for ${first.prediction}, ${plural(first.count, 'time')} (${formatPercent(first.share)} of its samples).`
    : ' No sample was taken for another class.';
  const sentence = `${formatCount(right)} of ${formatCount(whole)} samples of ${plural(labels.length, 'class', 'classes')} are right: accuracy ${formatShare(accuracy)}${range}.${mistake}`;
  return {
    sentence,
    matrix: gather(matrix, mostButtons),
    ...(labels.length > mostButtons ? { heats: [wholePicture(matrix, sentence)] } : {}),
    charts: [
      {
        id: 'matrix',
        medium: 'paper',
        sentence,
        option: matrixChart(palette, matrix),
        height: matrixHeight(labels.length),
      },
    ],
    tables: [
      table(
        'mistakes',
        pairs.length === 0 ? 'data' : 'main',
        'Most frequent mistakes',
        [textColumn('Truth'), textColumn('Taken for'), numberColumn('Samples'), numberColumn('Of the class')],
        pairs
          .slice(0, mostPairs)
          .map((p) => [
            textCell(p.truth),
            textCell(p.prediction),
            numberCell(p.count),
            numberCell(p.share, (share) => formatPercent(share)),
          ]),
      ),
      table(
        'counts',
        'data',
        'Counts: rows are the truth, columns the prediction',
        [textColumn('Truth'), ...labels.map((label) => numberColumn(label))],
        matrix.counts.map((row, r) => [textCell(labels[r] ?? ''), ...row.map((count) => numberCell(count))]),
      ),
    ],
  };
}

function mistakesOf(matrix: MatrixView): Pair[] {
  const pairs: Pair[] = [];
  matrix.counts.forEach((row, r) => {
    row.forEach((count, c) => {
      if (r === c || count === 0) return;
      const truth = matrix.labels[r] ?? '';
      pairs.push({ truth, prediction: matrix.labels[c] ?? '', count, share: count / (matrix.rowTotals[r] ?? 1) });
    });
  });
  return pairs.sort((a, b) => b.count - a.count || b.share - a.share);
}

/** All classes at once, where a page has buttons for some of them only. */
const wholePicture = (matrix: MatrixView, sentence: string): HeatView => ({
  id: 'matrix',
  sentence,
  x: matrix.labels,
  y: matrix.labels,
  values: matrix.counts.map((row, r) => row.map((count) => count / (matrix.rowTotals[r] || 1))),
  low: 0,
  high: 1,
  unit: '',
  scale: 'steps',
  classes: [],
});

const matrixHeight = (classes: number): number =>
  Math.min(760, 130 + classes * Math.max(7, Math.min(28, 560 / classes)));

function matrixChart(palette: Palette, matrix: MatrixView): ChartOption {
  const labels = shortenAll(matrix.labels, 24);
  const numbers = labels.length <= mostNumbers;
  const data: Plain[] = [];
  matrix.counts.forEach((row, r) => {
    const whole = matrix.rowTotals[r] ?? 0;
    row.forEach((count, c) => {
      // A hundred classes have ten thousand cells, nearly all of them empty: the ground stands for these.
      if (count === 0 && !numbers) return;
      const share = whole === 0 ? 0 : count / whole;
      const { fill, text } = cellColours(palette, share);
      data.push({
        value: [c, r, count],
        visualMap: false,
        itemStyle: {
          color: fill,
          borderColor: palette.mode === 'print' ? '#ffffff' : palette.surface,
          borderWidth: numbers ? 1.5 : 0,
        },
        ...(numbers
          ? { label: { show: true, color: text, formatter: count === 0 ? '' : formatCount(count), fontSize: 11 } }
          : {}),
      });
    });
  });
  const every = Math.max(0, Math.ceil(labels.length / 26) - 1);
  const axisLabel = {
    color: palette.muted,
    fontSize: numbers ? 11 : 8,
    interval: every,
    width: 150,
    overflow: 'truncate',
  };
  return baseOption(palette, {
    grid: {
      left: 8,
      right: 30,
      top: 8,
      bottom: 8,
      outerBoundsMode: 'same',
      show: true,
      borderWidth: 0,
      backgroundColor: palette.ramp.from,
    },
    // The library draws no heat map without one; colours are the cells' own, by share of the row.
    visualMap: { show: false, type: 'continuous', min: 0, max: 1 },
    xAxis: categoryAxis(palette, labels, {
      position: 'top',
      name: 'prediction',
      nameLocation: 'middle',
      nameTextStyle: { color: palette.muted, fontSize: 11 },
      axisLine: { show: false },
      axisLabel: { ...axisLabel, rotate: 40 },
    }),
    yAxis: categoryAxis(palette, labels, {
      inverse: true,
      name: 'truth',
      nameLocation: 'middle',
      nameTextStyle: { color: palette.muted, fontSize: 11 },
      axisLine: { show: false },
      axisLabel,
    }),
    series: [{ type: 'heatmap', name: 'counts', data, emphasis: { disabled: true }, progressiveThreshold: 1_000_000 }],
  });
}
