import { baseOption, legend, valueAxis } from '@trainyard/sections';
import type { Palette } from '@trainyard/sections/palette';
import { parseMetricKey } from '../metrics/metric-key.ts';
import type { Curve } from './curve.ts';
import { figure, isAllShares, type Option, sideAxis, tick, zoomControls, zoomForFile } from './curve-axes.ts';
import { axisOf, hueOf } from './curve-choice.ts';
import { smooth } from './smooth.ts';

export interface Mark {
  step: number;
  label: string;
  kind: 'checkpoint' | 'best-checkpoint' | 'resume' | 'best';
}
export interface CurvePicture {
  palette: Palette;
  chosen: readonly string[];
  curves: ReadonlyMap<string, Curve>;
  ghosts: ReadonlyMap<string, Curve>;
  smoothing: number;
  log: boolean;
  stepWord: string;
  /** The whole axis of steps. */
  from: number;
  to: number;
  /** The stretch that is looked at. */
  zoom: { from: number; to: number } | null;
  marks: readonly Mark[];
  /** Pictures for a file have no slider. */
  forFile?: boolean;
}

/** Step and value in turn, as the chart reads them quickest. A log axis has no place for 0 and less. */
export function flat(steps: readonly number[], values: readonly number[], positiveOnly: boolean): Float64Array {
  const points = new Float64Array(steps.length * 2);
  for (let i = 0; i < steps.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    points[i * 2] = steps[i] ?? Number.NaN;
    points[i * 2 + 1] = Number.isFinite(value) && (!positiveOnly || value > 0) ? value : Number.NaN;
  }
  return points;
}

/** Down and up at every stretch: at one stretch a pixel this is the band between lowest and highest, on any axis. */
export function bandOf(curve: Curve, positiveOnly: boolean): Float64Array {
  const steps = curve.steps.flatMap((step) => [step, step]);
  const values = curve.low.flatMap((low, i) => [low, curve.high[i] ?? low]);
  return flat(steps, values, positiveOnly);
}

/** The curves as a chart: losses on the left, shares on the right, training dashed, validation solid, what is raw behind. */
export function curveOption(picture: CurvePicture): Option {
  const { palette, curves, ghosts, chosen, smoothing, log } = picture;
  const metrics = chosen.filter((key) => curves.has(key)).map(parseMetricKey);
  const sides = new Map(metrics.map((metric) => [metric.key, axisOf(metric, metrics)]));
  const right = metrics.filter(({ key }) => sides.get(key) === 'right');
  const left = metrics.filter(({ key }) => sides.get(key) === 'left');
  const logLeft = log && !isAllShares(left);
  const logRight = log && right.length > 0 && !isAllShares(right);
  const datasets: Option[] = [];
  const series: Option[] = [];
  const add = (points: Float64Array, line: Option): void => {
    datasets.push({ source: points, dimensions: ['step', 'value'] });
    series.push({
      type: 'line',
      datasetIndex: datasets.length - 1,
      encode: { x: 0, y: 1 },
      animation: false,
      symbolSize: 5,
      ...line,
    });
  };
  for (const metric of metrics) {
    const curve = curves.get(metric.key);
    if (curve === undefined) continue;
    const isRight = sides.get(metric.key) === 'right';
    const positiveOnly = isRight ? logRight : logLeft;
    const color = palette.series[hueOf(metric, metrics) % palette.series.length] ?? palette.accent;
    const common = { name: metric.label, yAxisIndex: isRight ? 1 : 0, color };
    const faint = { ...common, symbol: 'none', silent: true, tooltip: { show: false }, z: 1 };
    add(flat(curve.steps, smooth(curve.mean, smoothing), positiveOnly), {
      ...common,
      id: metric.key,
      z: 3,
      showSymbol: curve.steps.length < 3,
      lineStyle: {
        color,
        width: 1.6,
        type: metric.group === 'train' ? 'dashed' : metric.group === 'test' ? 'dotted' : 'solid',
      },
      tooltip: {
        valueFormatter: (value: unknown) => `${figure(metric, value)}${smoothing > 0 ? ' smoothed' : ''}`,
      },
    });
    if (!curve.exact || smoothing > 0) {
      const points = curve.exact ? flat(curve.steps, curve.mean, positiveOnly) : bandOf(curve, positiveOnly);
      add(points, { ...faint, id: `raw ${metric.key}`, lineStyle: { color, width: 1, opacity: 0.18 } });
    }
    const ghost = ghosts.get(metric.key);
    if (ghost !== undefined) {
      add(flat(ghost.steps, ghost.mean, positiveOnly), {
        ...faint,
        id: `ghost ${metric.key}`,
        lineStyle: { color, width: 1, opacity: 0.35, type: 'dotted' },
      });
    }
  }
  addMarks(picture, add, series);
  const hasRight = right.length > 0;
  return {
    ...baseOption(palette, {}),
    grid: { left: 52, right: hasRight ? 58 : 24, top: 34, bottom: picture.forFile === true ? 48 : 76 },
    legend: legend(
      palette,
      metrics.map(({ label }) => label),
    ),
    tooltip: {
      ...(baseOption(palette, {}).tooltip as Option),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: palette.muted, type: 'dotted' }, label: { show: false } },
    },
    xAxis: {
      ...valueAxis(palette, { label: picture.stepWord }),
      nameGap: 22,
      min: picture.from,
      max: Math.max(picture.to, picture.from + 1e-9),
      splitLine: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: 11,
        hideOverlap: true,
        formatter: tick,
      },
      axisPointer: {
        label: { show: false, formatter: ({ value }: { value: number }) => `${picture.stepWord} ${tick(value)}` },
      },
    },
    yAxis: [
      sideAxis(palette, left, logLeft, 'left'),
      { ...sideAxis(palette, right, logRight, 'right'), show: hasRight, splitLine: { show: false } },
      { type: 'value', min: 0, max: 1, show: false },
    ],
    dataset: datasets,
    series,
    ...(picture.forFile === true ? zoomForFile(picture) : { dataZoom: zoomControls(picture) }),
  };
}

function addMarks(picture: CurvePicture, add: (points: Float64Array, line: Option) => void, series: Option[]): void {
  const { palette, marks } = picture;
  const lines = marks.filter(({ kind }) => kind === 'best' || kind === 'resume');
  const saved = marks.filter(({ kind }) => kind === 'checkpoint' || kind === 'best-checkpoint');
  if (lines.length > 0) {
    add(new Float64Array(0), { id: 'marks', name: '', yAxisIndex: 2, silent: true, tooltip: { show: false } });
    const last = series.at(-1);
    if (last !== undefined) {
      last.markLine = {
        symbol: 'none',
        silent: true,
        animation: false,
        data: lines.map(({ step, label, kind }) => ({
          xAxis: step,
          label: { formatter: label, color: palette.muted, fontSize: 11, position: 'end' },
          lineStyle: { color: palette.muted, type: kind === 'best' ? 'dotted' : 'dashed', width: 1 },
        })),
      };
    }
  }
  for (const kind of ['checkpoint', 'best-checkpoint'] as const) {
    const of = saved.filter((mark) => mark.kind === kind);
    if (of.length === 0) continue;
    const places = of.map(({ step }) => step);
    add(
      flat(
        places,
        places.map(() => 0.012),
        false,
      ),
      {
        id: kind,
        name: '',
        type: 'scatter',
        yAxisIndex: 2,
        symbol: 'triangle',
        symbolSize: kind === 'checkpoint' ? 6 : 8,
        silent: true,
        color: kind === 'checkpoint' ? palette.muted : palette.ok,
        tooltip: { show: false },
      },
    );
  }
}
