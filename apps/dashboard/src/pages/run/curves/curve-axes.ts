import { valueAxis } from '@trainyard/sections';
import type { Palette } from '@trainyard/sections/palette';
import { formatNumber, formatPercent } from '../../../format/number.ts';
import type { MetricKey } from '../metrics/metric-key.ts';
import type { Range } from './curve-book.ts';

export type Option = Record<string, unknown>;

interface Zoomable {
  palette: Palette;
  zoom: Range | null;
}

/** Round numbers without the digits that they do not need. */
export function tick(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? formatNumber(value, 3) : String(Number(value.toPrecision(6)));
}

export function isAllShares(metrics: readonly MetricKey[]): boolean {
  return metrics.length > 0 && metrics.every(({ isShare }) => isShare);
}

export function figure(metric: MetricKey, value: unknown): string {
  const number = Array.isArray(value) ? value.at(-1) : value;
  if (typeof number !== 'number') return '–';
  return metric.isShare && number >= 0 && number <= 1 ? formatPercent(number) : formatNumber(number);
}

export function sideAxis(
  palette: Palette,
  metrics: readonly MetricKey[],
  log: boolean,
  position: 'left' | 'right',
): Option {
  const names = [...new Set(metrics.map(({ name }) => name.replaceAll('_', ' ')))];
  const shares = isAllShares(metrics);
  return {
    ...valueAxis(palette, { label: names.length <= 2 ? capital(names.join(', ')) : '', log }),
    position,
    nameGap: 38,
    scale: true,
    axisLine: { show: false },
    ...(shares ? { max: (range: { max: number }) => (range.max <= 1 ? 1 : null) } : {}),
    axisLabel: {
      color: palette.muted,
      fontSize: 11,
      hideOverlap: true,
      formatter: (value: number) => (shares && Math.abs(value) <= 1 ? formatPercent(value, 0) : tick(value)),
    },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function zoomControls({ palette, zoom }: Zoomable): Option[] {
  const range = zoom === null ? {} : { startValue: zoom.from, endValue: zoom.to, rangeMode: ['value', 'value'] };
  return [
    { type: 'inside', xAxisIndex: 0, filterMode: 'filter', throttle: 30, ...range },
    {
      type: 'slider',
      xAxisIndex: 0,
      filterMode: 'filter',
      throttle: 30,
      height: 16,
      bottom: 8,
      showDataShadow: false,
      showDetail: false,
      brushSelect: false,
      borderColor: palette.line,
      backgroundColor: palette.raised,
      fillerColor: `${palette.accent}26`,
      handleStyle: { color: palette.surface, borderColor: palette.muted },
      moveHandleSize: 0,
      ...range,
    },
  ];
}

export function zoomForFile({ zoom }: Zoomable): Option {
  if (zoom === null) return {};
  return {
    dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'filter', startValue: zoom.from, endValue: zoom.to }],
  };
}
