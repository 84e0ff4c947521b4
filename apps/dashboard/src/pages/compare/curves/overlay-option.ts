import { type ChartOption, type DrawnLine, lineChart, seriesStyle } from '@trainyard/sections';
import type { Palette } from '@trainyard/sections/palette';
import type { Curve } from '../../run/curves/curve.ts';
import { smooth } from '../../run/curves/smooth.ts';
import { parseMetricKey } from '../../run/metrics/metric-key.ts';

export interface RunCurve {
  name: string;
  /** Null while it is read, or where the run has no such metric. */
  curve: Curve | null;
}

/** One metric of several runs. Each keeps the line that belongs to its place, whichever others have the metric. */
export function overlayOption(
  palette: Palette,
  metric: string,
  curves: readonly RunCurve[],
  smoothing: number,
): ChartOption {
  const { label } = parseMetricKey(metric);
  const lines = curves.flatMap(({ name, curve }, at): DrawnLine[] => {
    if (curve === null || curve.steps.length === 0) return [];
    const { colour, dash } = seriesStyle(palette, at);
    return [{ name, x: curve.steps, y: smooth(curve.mean, smoothing), colour, dash, width: 1.6 }];
  });
  return lineChart(palette, { x: { label: 'step' }, y: { label }, lines });
}

/** In words: where each run ended. */
export function overlaySentence(
  metric: string,
  curves: readonly RunCurve[],
  format: (value: number) => string,
): string {
  const ends = curves.flatMap(({ name, curve }) => {
    const last = curve?.mean.findLast(Number.isFinite);
    return last === undefined ? [] : [`${name} ends at ${format(last)}`];
  });
  const { label } = parseMetricKey(metric);
  return ends.length === 0 ? `${label}: none of the runs has points of it.` : `${label}: ${ends.join(', ')}.`;
}
