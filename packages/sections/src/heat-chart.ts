import { baseOption, categoryAxis } from './chart-base.ts';
import { shorten, shortenAll } from './label.ts';
import { formatNumber } from './number.ts';
import { mix } from './oklab.ts';
import { type Palette, rampColours, signedColours } from './palette.ts';
import { coarser } from './thin.ts';
import type { ChartOption, HeatView, Plain } from './view.ts';

const mostRows = 80;
const mostColumns = 120;

/** Colour of one value; what is not finite has none of the scale's colours. */
export function heatColour(
  palette: Palette,
  heat: Pick<HeatView, 'low' | 'high' | 'scale' | 'classes'>,
  value: number,
): string {
  if (!Number.isFinite(value)) return palette.mode === 'dark' ? '#4a2630' : '#f3c9d1';
  if (heat.scale === 'classes')
    return palette.series[Math.abs(Math.round(value)) % palette.series.length] ?? palette.accent;
  if (heat.scale === 'signed') {
    const most = Math.max(Math.abs(heat.low), Math.abs(heat.high)) || 1;
    const { below, zero, above } = palette.signed;
    return value < 0 ? mix(zero, below, -value / most) : mix(zero, above, value / most);
  }
  const width = heat.high - heat.low;
  return mix(palette.ramp.from, palette.ramp.to, width === 0 ? 0.5 : (value - heat.low) / width);
}

/** Drawn at once: a picture that is saved cannot wait for the rest. */
const whole = 1_000_000;

/** Where paper shows fewer cells than there are: both in words, with what a cell of paper stands for; else null. */
export function thinnedHeat(heat: HeatView): string | null {
  const height = heat.values.length;
  const width = Math.max(0, ...heat.values.map((row) => row.length));
  if (height <= mostRows && width <= mostColumns) return null;
  const [rows, columns] = [Math.min(height, mostRows), Math.min(width, mostColumns)];
  const stands =
    heat.scale === 'classes'
      ? 'each shows the first of the cells that it covers'
      : 'each shows the mean of the cells that it covers';
  return `Printed as ${rows} × ${columns} cells of ${height} × ${width} (rows × columns): ${stands}. The page of the run draws them all.`;
}

/** For paper: cells as vectors, no more than can be printed; a page draws all of them on a canvas. */
export function heatChart(palette: Palette, heat: HeatView): ChartOption {
  const small = coarser(heat.values, mostRows, mostColumns, heat.scale !== 'classes');
  const across = small.values[0]?.length ?? 0;
  const x = shortenAll(
    Array.from({ length: across }, (_, c) => heat.x[small.columnOf(c)] ?? ''),
    18,
  );
  const y = shortenAll(
    small.values.map((_, r) => heat.y[small.rowOf(r)] ?? ''),
    22,
  );
  const cells = small.values.flatMap((row, r) => row.map((value, c) => ({ r, c, value })));
  const finite: Plain[] = cells.filter((cell) => Number.isFinite(cell.value)).map(({ r, c, value }) => [c, r, value]);
  const odd: Plain[] = cells
    .filter((cell) => !Number.isFinite(cell.value))
    .map(({ r, c }) => ({
      value: [c, r, 0],
      visualMap: false,
      itemStyle: { color: heatColour(palette, heat, Number.NaN) },
    }));
  const every = (count: number, room: number): number => Math.max(0, Math.ceil(count / room) - 1);
  const shownColumns = Math.ceil(x.length / (every(x.length, 8) + 1));
  const label = { color: palette.muted, fontSize: 10, width: 130, overflow: 'truncate' };
  return baseOption(palette, {
    grid: { left: 8, right: heat.scale === 'classes' ? 150 : 86, top: 8, bottom: 8, outerBoundsMode: 'same' },
    visualMap: colourKey(palette, heat),
    xAxis: categoryAxis(palette, x, {
      axisLine: { show: false },
      axisLabel: { ...label, interval: every(x.length, 8), width: Math.round(430 / Math.max(1, shownColumns)) },
    }),
    yAxis: categoryAxis(palette, y, {
      inverse: true,
      axisLine: { show: false },
      axisLabel: { ...label, interval: every(y.length, 24) },
    }),
    series: [
      { type: 'heatmap', name: 'values', data: finite, emphasis: { disabled: true }, progressiveThreshold: whole },
      { type: 'heatmap', name: 'not finite', data: odd, emphasis: { disabled: true }, progressiveThreshold: whole },
    ],
  });
}

/** What the colours mean, beside the map. */
function colourKey(palette: Palette, heat: HeatView): { readonly [key: string]: Plain } {
  const place = { right: 4, top: 'middle', textStyle: { color: palette.muted, fontSize: 10 } };
  if (heat.scale === 'classes') {
    const seen = [...new Set(heat.values.flat())].filter(Number.isFinite).sort((a, b) => a - b);
    const pieces = seen.slice(0, 20).map((value) => ({
      value,
      label: shorten(heat.classes[value] ?? `class ${value}`, 20),
      color: heatColour(palette, heat, value),
    }));
    return { ...place, type: 'piecewise', pieces, itemWidth: 10, itemHeight: 10 };
  }
  const most = Math.max(Math.abs(heat.low), Math.abs(heat.high)) || 1;
  const [min, max] =
    heat.scale === 'signed' ? [-most, most] : [heat.low, heat.high === heat.low ? heat.low + 1 : heat.high];
  return {
    ...place,
    type: 'continuous',
    min,
    max,
    calculable: false,
    itemWidth: 9,
    itemHeight: 90,
    text: [max, min].map((end) => `${formatNumber(end)}${heat.unit ? ` ${heat.unit}` : ''}`),
    inRange: { color: heat.scale === 'signed' ? signedColours(palette) : rampColours(palette) },
  };
}

export const heatHeight = (rows: number): number => Math.min(460, 60 + Math.max(80, Math.min(rows, mostRows) * 16));
