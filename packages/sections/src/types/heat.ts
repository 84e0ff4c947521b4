import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { heatChart, heatHeight } from '../heat-chart.ts';
import { oneLine } from '../label.ts';
import { formatFigure, nums, plural } from '../number.ts';
import { spread } from '../thin.ts';
import type { Body, HeatView, Look, TableView } from '../view.ts';

/** Cells that a table on a page is readable with. */
const mostCells = 20_000;

function heatTable(heat: HeatView, corner: string): TableView {
  const columns = [textColumn(corner), ...heat.x.map((label) => numberColumn(label))];
  const rows = heat.values.map((row, r) => [textCell(heat.y[r] ?? ''), ...row.map((value) => numberCell(value))]);
  return table(
    'values',
    'data',
    `Values${heat.unit ? ` (${heat.unit})` : ''}`,
    columns,
    rows,
    Math.max(1, Math.floor(mostCells / columns.length)),
  );
}

function scaleOf(kind: string, low: number, high: number): HeatView['scale'] {
  if (kind === 'classes') return 'classes';
  return kind === 'signed' || (low < 0 && high > 0) ? 'signed' : 'steps';
}

export function heatmap(data: SectionOf<'heatmap'>['data'], { palette }: Look): Body {
  const values = data.values.map(nums);
  const width = values.reduce((most, row) => Math.max(most, row.length), 0);
  if (values.length === 0 || width === 0) return { sentence: 'The map has no cells.' };
  const { low, high } = spread(values);
  const odd = values.flat().filter((v) => !Number.isFinite(v)).length;
  const scale = scaleOf(data.kind, low, high);
  const name = (labels: readonly string[], i: number): string =>
    labels[i] === undefined ? `${i + 1}` : oneLine(labels[i] ?? '');
  const size = `${plural(values.length, 'row')} by ${plural(width, 'column')}`;
  const oddWords = odd > 0 ? ` ${plural(odd, 'cell is', 'cells are')} not finite, drawn in red.` : '';
  const sentence =
    scale === 'classes'
      ? `A map of ${size} with ${plural(new Set(values.flat()).size, 'class', 'classes')}.${oddWords}`
      : `A map of ${size}, from ${formatFigure(low, data.unit)} to ${formatFigure(high, data.unit)}${peakWords(values, high, (r, c) => `${name(data.y, r)}, ${name(data.x, c)}`)}.${oddWords}`;
  const heat: HeatView = {
    id: 'map',
    sentence,
    x: Array.from({ length: width }, (_, c) => name(data.x, c)),
    y: values.map((_, r) => name(data.y, r)),
    values: values.map((row) => Array.from({ length: width }, (_, c) => row[c] ?? Number.NaN)),
    low,
    high,
    unit: data.unit,
    scale,
    classes: (data.classes ?? []).map(oneLine),
  };
  return {
    sentence,
    heats: [heat],
    charts: [
      { id: 'map', medium: 'paper', sentence, option: heatChart(palette, heat), height: heatHeight(values.length) },
    ],
    tables: [heatTable(heat, '')],
  };
}

function peakWords(
  values: readonly (readonly number[])[],
  high: number,
  words: (r: number, c: number) => string,
): string {
  const row = values.findIndex((line) => line.includes(high));
  return row < 0 ? '' : `, highest at ${words(row, values[row]?.indexOf(high) ?? 0)}`;
}

/** Filters of a layer, one a row: what each looks for along the signal. */
export function filters(data: SectionOf<'filters'>['data'], { palette }: Look): Body {
  const values = data.filters.map(nums);
  const width = values.reduce((most, row) => Math.max(most, row.length), 0);
  if (values.length === 0 || width === 0) return { sentence: 'No filter was sent.' };
  const { low, high } = spread(values);
  const layer = oneLine(data.layer);
  const sentence = `${plural(values.length, 'filter')} of ${layer}, ${plural(width, 'weight')} each, from ${formatFigure(low)} to ${formatFigure(high)}.`;
  const heat: HeatView = {
    id: 'filters',
    sentence,
    x: Array.from({ length: width }, (_, c) => `${c + 1}`),
    y: values.map((_, r) => `filter ${r + 1}`),
    values: values.map((row) => Array.from({ length: width }, (_, c) => row[c] ?? Number.NaN)),
    low,
    high,
    unit: '',
    scale: 'signed',
    classes: [],
  };
  return {
    sentence,
    heats: [heat],
    charts: [
      { id: 'filters', medium: 'paper', sentence, option: heatChart(palette, heat), height: heatHeight(values.length) },
    ],
    tables: [heatTable(heat, 'Filter')],
  };
}
