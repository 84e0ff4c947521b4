import { type AxisWords, baseOption, legend, legendRoom, valueAxis } from './chart-base.ts';
import { shortenAll } from './label.ts';
import { extent } from './number.ts';
import { type Palette, seriesStyle } from './palette.ts';
import { groundSeries } from './region-chart.ts';
import type { Regions } from './regions.ts';
import { evenly } from './thin.ts';
import type { ChartOption, Plain } from './view.ts';

const mostDots = 3000;
const symbols = ['circle', 'diamond', 'rect', 'triangle', 'roundRect'];
type Options = { readonly [key: string]: Plain };

export interface DotGroup {
  label: string;
  x: readonly number[];
  y: readonly number[];
  /** Of each point: does a model get it wrong? Those are ringed. */
  wrong?: readonly boolean[] | undefined;
}

export interface ScatterChart {
  x: AxisWords;
  y: AxisWords;
  groups: readonly DotGroup[];
  /** A quiet guide, such as the line of no error. */
  guide?: { x: [number, number]; y: [number, number] };
  /** The ground behind the points; a group named as one of its classes has its colour. */
  regions?: Regions | undefined;
}

export function scatterChart(palette: Palette, chart: ScatterChart): ChartOption {
  const { groups, regions } = chart;
  const whole = groups.reduce((n, group) => n + group.x.length, 0);
  const hues = huesOf(groups, regions);
  const unmet = regions ? classesWithoutGroup(groups, regions) : [];
  const ringed = groups.some((group) => group.wrong?.includes(true));
  const names = shortenAll(
    [
      ...groups.map((group) => group.label),
      ...unmet.map((k) => regions?.classes[k] ?? ''),
      ...(ringed ? ['wrong'] : []),
    ],
    32,
  );
  const dataset: Plain[] = [];
  const series: Plain[] = regions
    ? groundSeries(palette, regions, { x: chart.x.log === true, y: chart.y.log === true })
    : [];
  const rings: [number, number][] = [];
  groups.forEach((group, i) => {
    const own = Math.max(20, Math.round((mostDots * group.x.length) / Math.max(1, whole)));
    const finite = group.x.flatMap((x, at) =>
      isDrawn(x, chart.x.log) && isDrawn(group.y[at], chart.y.log) ? [at] : [],
    );
    const kept = evenly(finite.length, whole > mostDots ? own : finite.length).map((at) => finite[at] ?? 0);
    for (const at of kept) if (group.wrong?.[at]) rings.push([group.x[at] ?? 0, group.y[at] ?? 0]);
    dataset.push({ source: { x: kept.map((at) => group.x[at] ?? null), y: kept.map((at) => group.y[at] ?? null) } });
    series.push({
      type: 'scatter',
      name: names[i] ?? '',
      datasetIndex: i,
      encode: { x: 'x', y: 'y' },
      // From the sixth group on hues look alike to some: the shape tells too.
      symbol: symbols[Math.floor((hues[i] ?? i) / 5) % symbols.length] ?? 'circle',
      symbolSize: whole > 800 ? 4 : 6,
      itemStyle: {
        color: seriesStyle(palette, hues[i] ?? i).colour,
        ...(regions
          ? { opacity: 1, borderColor: palette.surface, borderWidth: 0.6 }
          : { opacity: whole > 800 ? 0.55 : 0.75 }),
      },
      emphasis: { disabled: true },
    });
  });
  if (chart.guide) {
    dataset.push({ source: { x: chart.guide.x, y: chart.guide.y } });
    series.push(guideLine(palette, dataset.length - 1));
  }
  unmet.forEach((k, i) => {
    const { colour } = seriesStyle(palette, k);
    series.push({ type: 'scatter', name: names[groups.length + i] ?? '', data: [], itemStyle: { color: colour } });
  });
  if (ringed) series.push(ringSeries(palette, names.at(-1) ?? '', rings));
  const many = names.length > 1;
  return baseOption(palette, {
    dataset,
    grid: { left: 8, right: 18, top: many ? legendRoom(palette, names) : 14, bottom: 8, outerBoundsMode: 'same' },
    xAxis: dotAxis(palette, chart.x, regions?.xEdges, regions ? groups.flatMap((group) => group.x) : []),
    yAxis: dotAxis(palette, chart.y, regions?.yEdges, regions ? groups.flatMap((group) => group.y) : []),
    ...(many ? { legend: dotLegend(palette, names, regions !== undefined) } : {}),
    series,
  });
}

/** Number of each group's hue: its class's own, and for what is no class those that come after. */
function huesOf(groups: readonly DotGroup[], regions: Regions | undefined): number[] {
  let next = regions?.classes.length ?? 0;
  return groups.map(({ label }) => {
    const known = regions?.classes.indexOf(label) ?? -1;
    return known < 0 ? next++ : known;
  });
}

/** Classes that have a place in the ground and no point that would tell their colour. */
function classesWithoutGroup(groups: readonly DotGroup[], regions: Regions): number[] {
  const told = new Set(groups.map((group) => group.label));
  const seen = [...new Set(regions.cells.flat())].sort((a, b) => a - b);
  return seen.filter((k) => !told.has(regions.classes[k] ?? ''));
}

/** With a ground all of it and all points, and no more; without, what the library finds round. */
function dotAxis(palette: Palette, axis: AxisWords, edges: readonly number[] | undefined, places: readonly number[]) {
  const plain = valueAxis(palette, axis, { scale: true });
  const range = edges && extent([...edges, ...places].filter((place) => isDrawn(place, axis.log)));
  if (!range) return plain;
  // The ends are no round numbers, so they bear no label.
  const axisLabel = { color: palette.muted, fontSize: 11, hideOverlap: true, showMinLabel: false, showMaxLabel: false };
  return { ...plain, min: range.low, max: range.high, axisLabel };
}

const guideLine = (palette: Palette, datasetIndex: number): Plain => ({
  type: 'line',
  name: 'guide',
  datasetIndex,
  encode: { x: 'x', y: 'y' },
  showSymbol: false,
  silent: true,
  itemStyle: { color: palette.muted },
  lineStyle: { color: palette.muted, width: 1, type: 'dotted' },
  tooltip: { show: false },
  emphasis: { disabled: true },
});

/** Many rings are finer, or nothing would be seen but rings. */
const ringSeries = (palette: Palette, name: string, data: readonly Plain[]): Plain => ({
  type: 'scatter',
  name,
  data,
  symbol: 'circle',
  symbolSize: data.length > 120 ? 8.5 : 11,
  itemStyle: { color: 'transparent', borderColor: palette.text, borderWidth: data.length > 120 ? 0.8 : 1.4 },
  silent: true,
  tooltip: { show: false },
  emphasis: { disabled: true },
  z: 3,
});

function dotLegend(palette: Palette, names: readonly string[], bordered: boolean): Options {
  const plain = legend(palette, names, 'dots');
  return bordered ? { ...plain, itemStyle: { borderWidth: 1 } } : plain;
}

const isDrawn = (value: number | undefined, log: boolean | undefined): boolean =>
  value !== undefined && Number.isFinite(value) && (log !== true || value > 0);
