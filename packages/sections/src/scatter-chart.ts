import { type AxisWords, baseOption, legend, legendRoom, valueAxis } from './chart-base.ts';
import { shortenAll } from './label.ts';
import { type Palette, seriesStyle } from './palette.ts';
import { evenly } from './thin.ts';
import type { ChartOption, Plain } from './view.ts';

const mostDots = 3000;
const symbols = ['circle', 'diamond', 'rect', 'triangle', 'roundRect'];

export interface DotGroup {
  label: string;
  x: readonly number[];
  y: readonly number[];
}

export interface ScatterChart {
  x: AxisWords;
  y: AxisWords;
  groups: readonly DotGroup[];
  /** A quiet guide, such as the line of no error. */
  guide?: { x: [number, number]; y: [number, number] };
}

export function scatterChart(palette: Palette, chart: ScatterChart): ChartOption {
  const whole = chart.groups.reduce((n, group) => n + group.x.length, 0);
  const names = shortenAll(
    chart.groups.map((group) => group.label),
    32,
  );
  const dataset: Plain[] = [];
  const series: Plain[] = chart.groups.map((group, i) => {
    const own = Math.max(20, Math.round((mostDots * group.x.length) / Math.max(1, whole)));
    const finite = group.x.flatMap((x, at) =>
      isDrawn(x, chart.x.log) && isDrawn(group.y[at], chart.y.log) ? [at] : [],
    );
    const kept = evenly(finite.length, whole > mostDots ? own : finite.length).map((at) => finite[at] ?? 0);
    dataset.push({ source: { x: kept.map((at) => group.x[at] ?? null), y: kept.map((at) => group.y[at] ?? null) } });
    return {
      type: 'scatter',
      name: names[i] ?? '',
      datasetIndex: i,
      encode: { x: 'x', y: 'y' },
      // From the sixth group on hues look alike to some: the shape tells too.
      symbol: symbols[Math.floor(i / 5) % symbols.length] ?? 'circle',
      symbolSize: whole > 800 ? 4 : 6,
      itemStyle: { color: seriesStyle(palette, i).colour, opacity: whole > 800 ? 0.55 : 0.75 },
      emphasis: { disabled: true },
    };
  });
  if (chart.guide) {
    dataset.push({ source: { x: chart.guide.x, y: chart.guide.y } });
    series.push({
      type: 'line',
      name: 'guide',
      datasetIndex: dataset.length - 1,
      encode: { x: 'x', y: 'y' },
      showSymbol: false,
      silent: true,
      itemStyle: { color: palette.muted },
      lineStyle: { color: palette.muted, width: 1, type: 'dotted' },
      tooltip: { show: false },
      emphasis: { disabled: true },
    });
  }
  const many = chart.groups.length > 1;
  return baseOption(palette, {
    dataset,
    grid: { left: 8, right: 18, top: many ? legendRoom(palette, names) : 14, bottom: 8, outerBoundsMode: 'same' },
    xAxis: valueAxis(palette, chart.x, { scale: true }),
    yAxis: valueAxis(palette, chart.y, { scale: true }),
    ...(many ? { legend: legend(palette, names, 'dots') } : {}),
    series,
  });
}

const isDrawn = (value: number | undefined, log: boolean | undefined): boolean =>
  value !== undefined && Number.isFinite(value) && (log !== true || value > 0);
