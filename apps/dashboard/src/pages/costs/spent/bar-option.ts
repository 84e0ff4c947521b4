import { baseOption, legend, valueAxis } from '@trainyard/sections';
import type { Palette } from '@trainyard/sections/palette';
import type { Bars, Measure } from './cost-days.ts';

const units: Readonly<Record<Measure, string>> = { cost: 'US dollars', calls: 'calls', tokens: 'tokens' };

/** Stacked bars, one a day or month. */
export function barOption(palette: Palette, bars: Bars, measure: Measure): Readonly<Record<string, unknown>> {
  const names = bars.series.map(({ name }) => name);
  return {
    ...baseOption(palette, {
      grid: { left: 14, right: 14, top: names.length > 0 ? 34 : 14, bottom: 8, outerBoundsMode: 'same' },
      legend: legend(palette, names, 'dots'),
      xAxis: {
        type: 'category',
        data: bars.times,
        axisLine: { lineStyle: { color: palette.line } },
        axisTick: { show: false },
        axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true },
      },
      yAxis: valueAxis(palette, { label: units[measure] }, { nameGap: 44 }),
      series: bars.series.map(({ name, values }, i) => ({
        type: 'bar',
        name,
        stack: 'all',
        data: values,
        barMaxWidth: 36,
        itemStyle: {
          color: palette.series[i % palette.series.length] ?? palette.accent,
          borderColor: palette.surface,
          borderWidth: 0.5,
        },
      })),
    }),
  };
}
