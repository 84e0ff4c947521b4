import { type AxisWords, baseOption, legend, legendRoom, tooltip, valueAxis } from './chart-base.ts';
import { shorten, shortenAll } from './label.ts';
import { extent } from './number.ts';
import type { Palette } from './palette.ts';
import { thinned } from './thin.ts';
import type { ChartOption, Mark, Plain } from './view.ts';

export interface DrawnLine {
  name: string;
  x: readonly number[];
  y: readonly number[];
  colour: string;
  dash: 'solid' | 'dashed' | 'dotted';
  /** On the axis at the right. */
  right?: boolean;
  /** Stays between its points what it was before: for curves of thresholds. */
  step?: boolean;
  /** Drawn as a quiet guide, not told in the legend. */
  guide?: boolean;
  points?: boolean;
  width?: number;
}

export interface LineChart {
  x: AxisWords & { min?: number; max?: number };
  y: AxisWords & { min?: number; max?: number };
  right?: AxisWords & { min?: number; max?: number };
  lines: readonly DrawnLine[];
  /** Places on the x axis that have a name. */
  marks?: readonly Mark[];
  /** Between two lines on the same x, such as the ends of an interval. */
  band?: { x: readonly number[]; low: readonly number[]; high: readonly number[]; colour: string; name: string };
}

type Options = { readonly [key: string]: Plain };

/** What JSON cannot hold is null, where a line breaks; it is marked at the edge and never drawn as a number. */
const plain = (value: number, log: boolean): number | null =>
  Number.isFinite(value) && (!log || value > 0) ? value : null;

const bounds = (axis: { min?: number; max?: number }, values: () => Iterable<number>): Options => {
  const found = axis.min === undefined && axis.max === undefined ? extent(values()) : null;
  return {
    ...(axis.min !== undefined ? { min: axis.min } : found ? {} : { min: 0 }),
    ...(axis.max !== undefined ? { max: axis.max } : {}),
  };
};

export function lineChart(palette: Palette, chart: LineChart): ChartOption {
  const names = shortenAll(
    chart.lines.map((line) => line.name),
    36,
  );
  const dataset: Plain[] = [];
  const series: Plain[] = [];
  const marks: { x: number; edge: 0 | 1; name: string }[] = [];
  const yLog = chart.y.log === true;
  const xLog = chart.x.log === true;

  if (chart.band) addBand(chart.band, dataset, series, yLog);
  if (chart.marks && chart.marks.length > 0) series.push(markLines(palette, chart.marks));
  chart.lines.forEach((line, index) => {
    const name = names[index] ?? line.name;
    const log = yLog && line.right !== true;
    const kept = thinned(line.y);
    const xs = kept.map((i) => plain(line.x[i] ?? Number.NaN, xLog));
    const ys = kept.map((i) => plain(line.y[i] ?? Number.NaN, log));
    const dots = line.points ?? (kept.length <= 1 || isolated(ys));
    for (const i of kept) {
      const [x, y] = [line.x[i] ?? Number.NaN, line.y[i] ?? Number.NaN];
      if (!Number.isFinite(y) && Number.isFinite(x))
        marks.push({ x, edge: y === Number.POSITIVE_INFINITY ? 1 : 0, name });
    }
    dataset.push({ source: { x: xs, y: ys } });
    series.push({
      type: 'line',
      name,
      datasetIndex: dataset.length - 1,
      encode: { x: 'x', y: 'y' },
      yAxisIndex: line.right ? 1 : 0,
      showSymbol: dots,
      // None where none is drawn: in the legend a symbol would hide the dashes.
      symbol: dots ? 'circle' : 'none',
      symbolSize: line.points ? 6 : 5,
      ...(line.step ? { step: 'end' } : {}),
      silent: line.guide === true,
      ...(line.guide ? { tooltip: { show: false } } : {}),
      itemStyle: { color: line.colour },
      lineStyle: {
        color: line.colour,
        width: line.width ?? (line.guide ? 1 : line.dash === 'solid' ? 1.6 : 1.3),
        type: line.guide ? 'dotted' : line.dash,
      },
      emphasis: { disabled: true },
      z: line.guide ? 1 : 3,
    });
  });
  const axes: Options[] = [
    valueAxis(palette, chart.y, { scale: true, ...bounds(chart.y, () => chart.lines.flatMap((l) => l.y)) }),
  ];
  if (chart.right) {
    axes.push(
      valueAxis(palette, chart.right, {
        position: 'right',
        scale: true,
        splitLine: { show: false },
        ...bounds(chart.right, () => []),
      }),
    );
  }
  if (marks.length > 0) {
    axes.push({ type: 'value', show: false, min: 0, max: 1 });
    addMarks(palette, marks.slice(0, 500), axes.length - 1, dataset, series);
  }
  const told = names.filter((_, i) => chart.lines[i]?.guide !== true);
  const withLegend = told.length > 1 || chart.band !== undefined;
  const bandName = chart.band?.name ?? '';
  const legendNames = [...told, ...(chart.band ? [bandName] : []), ...(marks.length > 0 ? ['not finite'] : [])];
  return baseOption(palette, {
    tooltip: tooltip(palette, 'axis'),
    dataset,
    xAxis: valueAxis(palette, chart.x, {
      scale: true,
      splitLine: { show: false },
      ...(chart.x.min !== undefined ? { min: chart.x.min } : { min: 'dataMin' }),
      ...(chart.x.max !== undefined ? { max: chart.x.max } : { max: 'dataMax' }),
    }),
    yAxis: axes,
    grid: {
      left: 8,
      right: chart.right ? 8 : 18,
      top: withLegend || marks.length > 0 ? legendRoom(palette, legendNames) : 14,
      bottom: 8,
      outerBoundsMode: 'same',
    },
    ...(withLegend || marks.length > 0
      ? {
          legend: {
            ...legend(palette, legendNames),
            data: legendNames.map((name) =>
              name === bandName ? { name, icon: 'rect', itemStyle: { opacity: 0.4 } } : name,
            ),
          },
        }
      : {}),
    series,
  });
}

/** Whether a point stands alone between gaps, where a line without symbols would not show it. */
function isolated(ys: readonly (number | null)[]): boolean {
  return ys.some((y, i) => y !== null && (ys[i - 1] ?? null) === null && (ys[i + 1] ?? null) === null);
}

function addBand(band: NonNullable<LineChart['band']>, dataset: Plain[], series: Plain[], log: boolean): void {
  const kept = thinned(band.high);
  const x = kept.map((i) => plain(band.x[i] ?? Number.NaN, false));
  const low = kept.map((i) => plain(band.low[i] ?? Number.NaN, log));
  const over = kept.map((i) => plain((band.high[i] ?? Number.NaN) - (band.low[i] ?? Number.NaN), false));
  dataset.push({ source: { x, low, over } });
  const common = {
    type: 'line',
    datasetIndex: dataset.length - 1,
    stack: 'band',
    // Ends below zero must stack as well.
    stackStrategy: 'all',
    showSymbol: false,
    lineStyle: { opacity: 0 },
    silent: true,
    emphasis: { disabled: true },
    tooltip: { show: false },
    z: 1,
  };
  series.push({
    ...common,
    name: `${band.name} (lower end)`,
    encode: { x: 'x', y: 'low' },
    itemStyle: { color: band.colour },
  });
  series.push({
    ...common,
    name: band.name,
    encode: { x: 'x', y: 'over' },
    itemStyle: { color: band.colour },
    areaStyle: { color: band.colour, opacity: 0.2 },
  });
}

/** Lines that belong to no series: one without points carries them. */
function markLines(palette: Palette, marks: readonly Mark[]): Plain {
  return {
    type: 'line',
    name: 'marks',
    data: [],
    silent: true,
    tooltip: { show: false },
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: palette.muted, type: 'dashed', width: 1 },
      label: { color: palette.muted, fontSize: 10, distance: 2 },
      // Neighbours stand on two lines, so that their names can be read.
      data: [...marks]
        .sort((a, b) => a.x - b.x)
        .map(({ x, label }, i) => ({
          xAxis: x,
          label: { formatter: shorten(label, 12), offset: [0, i % 2 === 0 ? 0 : 11] },
        })),
    },
  };
}

function addMarks(
  palette: Palette,
  marks: readonly { x: number; edge: 0 | 1 }[],
  axis: number,
  dataset: Plain[],
  series: Plain[],
): void {
  dataset.push({ source: { x: marks.map((m) => m.x), y: marks.map((m) => m.edge) } });
  series.push({
    type: 'scatter',
    name: 'not finite',
    datasetIndex: dataset.length - 1,
    encode: { x: 'x', y: 'y' },
    yAxisIndex: axis,
    tooltip: { show: false },
    symbol: 'triangle',
    symbolSize: 9,
    itemStyle: { color: palette.bad },
    emphasis: { disabled: true },
    z: 5,
  });
}
