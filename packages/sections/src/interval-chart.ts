import { baseOption, categoryAxis, valueAxis } from './chart-base.ts';
import { shortenAll } from './label.ts';
import { extent } from './number.ts';
import type { Palette } from './palette.ts';
import type { ChartOption, Plain } from './view.ts';

export interface IntervalRow {
  label: string;
  value: number;
  low: number;
  high: number;
  colour?: string;
}

/** Bars that a chart shows; the table beside it has them all. */
export const mostBars = 60;
export const barsHeight = (count: number): number => 52 + 22 * Math.min(count, mostBars);

/**
 * One row a thing, best on top: bar from zero (or a point where zero is far away) and the interval as a line with ends.
 * Intervals are lines broken by nulls, since an error bar of the library's own would need a function in the option.
 */
export function intervalChart(
  palette: Palette,
  rows: readonly IntervalRow[],
  axis: { label: string; unit?: string; min?: number; max?: number },
  as: 'bar' | 'point' = 'bar',
): ChartOption {
  const shown = rows.slice(0, mostBars);
  const labels = shortenAll(
    shown.map((row) => row.label),
    34,
  );
  const colour = palette.series[0] ?? palette.accent;
  const finite = (v: number): number | null => (Number.isFinite(v) ? v : null);
  const ends: { at: (number | null)[]; row: (number | null)[] } = { at: [], row: [] };
  shown.forEach((row, i) => {
    if (!Number.isFinite(row.low) || !Number.isFinite(row.high)) return;
    ends.at.push(row.low, row.high, null);
    ends.row.push(i, i, null);
  });
  const missing = shown.flatMap((row, i) => (Number.isFinite(row.value) ? [] : [i]));
  const whole = extent(shown.flatMap((row) => [row.value, row.low, row.high]));
  const dataset: Plain[] = [
    { source: { value: shown.map((row) => finite(row.value)), row: shown.map((_, i) => i) } },
    { source: { value: ends.at, row: ends.row } },
  ];
  const series: Plain[] = [
    as === 'bar'
      ? {
          type: 'bar',
          name: axis.label || 'value',
          datasetIndex: 0,
          encode: { x: 'value', y: 'row' },
          barMaxWidth: 12,
          itemStyle: { color: colour, opacity: 0.75 },
          emphasis: { disabled: true },
        }
      : {
          type: 'scatter',
          name: axis.label || 'value',
          datasetIndex: 0,
          encode: { x: 'value', y: 'row' },
          symbolSize: 8,
          itemStyle: { color: colour },
          emphasis: { disabled: true },
          z: 4,
        },
    {
      type: 'line',
      name: '95 % interval',
      datasetIndex: 1,
      encode: { x: 'value', y: 'row' },
      connectNulls: false,
      symbol: 'rect',
      symbolSize: [1.5, 8],
      showAllSymbol: true,
      silent: true,
      itemStyle: { color: as === 'bar' ? palette.text : colour },
      lineStyle: { color: as === 'bar' ? palette.text : colour, width: 1.5 },
      emphasis: { disabled: true },
      tooltip: { show: false },
      z: 5,
    },
  ];
  if (missing.length > 0) {
    dataset.push({
      source: {
        value: missing.map(() => whole?.low ?? 0).map((v) => (as === 'bar' ? Math.min(0, v) : v)),
        row: missing,
      },
    });
    series.push({
      type: 'scatter',
      name: 'not finite',
      datasetIndex: 2,
      encode: { x: 'value', y: 'row' },
      symbol: 'triangle',
      symbolSize: 9,
      itemStyle: { color: palette.bad },
      label: { show: true, formatter: 'not finite', position: 'right', color: palette.bad, fontSize: 11 },
      z: 6,
    });
  }
  return baseOption(palette, {
    dataset,
    grid: { left: 14, right: 22, top: 8, bottom: 8, outerBoundsMode: 'same' },
    xAxis: valueAxis(palette, axis, {
      scale: as === 'point',
      ...(axis.min !== undefined ? { min: axis.min } : {}),
      ...(axis.max !== undefined ? { max: axis.max } : {}),
      ...(whole === null ? { min: 0, max: 1 } : {}),
    }),
    yAxis: categoryAxis(palette, labels, { inverse: true }),
    series,
  });
}
