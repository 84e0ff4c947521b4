import { baseOption, categoryAxis } from './chart-base.ts';
import { shortenAll } from './label.ts';
import { mix } from './oklab.ts';
import type { Palette } from './palette.ts';
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
  const data: Plain[] = small.values.flatMap((row, r) =>
    row.map((value, c) => ({
      value: [c, r, Number.isFinite(value) ? value : null],
      itemStyle: { color: heatColour(palette, heat, value) },
    })),
  );
  const every = (count: number, room: number): number => Math.max(0, Math.ceil(count / room) - 1);
  const label = { color: palette.muted, fontSize: 10, width: 130, overflow: 'truncate' };
  return baseOption(palette, {
    grid: { left: 8, right: 18, top: 8, bottom: 8, outerBoundsMode: 'same' },
    xAxis: categoryAxis(palette, x, {
      axisLine: { show: false },
      axisLabel: { ...label, interval: every(x.length, 14) },
    }),
    yAxis: categoryAxis(palette, y, {
      inverse: true,
      axisLine: { show: false },
      axisLabel: { ...label, interval: every(y.length, 24) },
    }),
    series: [{ type: 'heatmap', name: 'values', data, emphasis: { disabled: true }, progressive: 0 }],
  });
}

export const heatHeight = (rows: number): number => Math.min(460, 60 + Math.max(80, Math.min(rows, mostRows) * 16));
