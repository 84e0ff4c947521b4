import { formatNumber, formatPercent } from '../../../format/number.ts';
import type { Extreme, Reading } from '../live/reading.ts';
import { isSystemKey, type MetricKey, parseMetricKey } from './metric-key.ts';

/** One figure of the strip above the curves. */
export interface MetricCell {
  key: string;
  label: string;
  value: string;
  /** What the arrow tells; null where there is nothing before. */
  trend: { arrow: 'up' | 'down' | 'level'; tone: 'ok' | 'bad' | 'plain'; words: string } | null;
  /** `best 0.2812 at epoch 38`, or lowest and highest where no end is the good one. */
  best: string | null;
  /** Distance of training and validation. */
  gap: string | null;
  /** The newest values, oldest first. */
  values: readonly number[];
}

export interface CellOptions {
  /** What a step is called: epoch, step. */
  stepWord: string;
  /** A finished run is told by its test. */
  ended: boolean;
  most: number;
}

export function metricCells(readings: ReadonlyMap<string, Reading>, options: CellOptions): MetricCell[] {
  const keys = orderedKeys([...readings.keys()], options.ended).slice(0, options.most);
  return keys.flatMap((metric) => {
    const reading = readings.get(metric.key);
    return reading === undefined ? [] : [cellOf(metric, reading, readings, options.stepWord)];
  });
}

const groupOrder = { validation: 0, train: 1, test: 3 } as const;

/** What is judged by first: validation, then training, then what has no group; of each, shares before losses. */
export function orderedKeys(keys: readonly string[], ended: boolean): MetricKey[] {
  const rank = (metric: MetricKey): number => {
    const group = metric.group === null ? 2 : metric.group === 'test' && ended ? -1 : groupOrder[metric.group];
    return group * 10 + (metric.isShare ? 0 : metric.better === null ? 2 : 1);
  };
  return keys
    .filter((key) => !isSystemKey(key))
    .map(parseMetricKey)
    .sort((a, b) => rank(a) - rank(b) || a.name.length - b.name.length || (a.key < b.key ? -1 : 1));
}

function cellOf(
  metric: MetricKey,
  reading: Reading,
  readings: ReadonlyMap<string, Reading>,
  stepWord: string,
): MetricCell {
  const show = (value: number) => formatMetric(metric, value);
  return {
    key: metric.key,
    label: metric.label,
    value: show(reading.value),
    trend: trendOf(metric, reading, show),
    best: bestOf(metric, reading, stepWord, show),
    gap: gapOf(metric, reading, readings),
    values: reading.step === null ? [] : [...reading.before, reading.value],
  };
}

export function formatMetric(metric: MetricKey, value: number): string {
  return metric.isShare && value >= 0 && value <= 1 ? formatPercent(value) : formatNumber(value);
}

function trendOf(metric: MetricKey, reading: Reading, show: (value: number) => string): MetricCell['trend'] {
  const last = reading.before.at(-1);
  if (last === undefined || Number.isNaN(last) || Number.isNaN(reading.value)) return null;
  const change = reading.value - last;
  if (change === 0) return { arrow: 'level', tone: 'plain', words: 'unchanged' };
  const arrow = change > 0 ? 'up' : 'down';
  const isGood = metric.better === null ? null : (metric.better === 'higher') === change > 0;
  const tone = isGood === null ? 'plain' : isGood ? 'ok' : 'bad';
  return { arrow, tone, words: `${arrow} ${differenceOf(metric, reading, last, show)}` };
}

function bestOf(metric: MetricKey, reading: Reading, stepWord: string, show: (value: number) => string): string | null {
  const { low, high } = reading;
  if (low === null || high === null || reading.before.length === 0) return null;
  if (metric.better === null) return low.value === high.value ? null : `${show(low.value)} to ${show(high.value)}`;
  const best: Extreme = metric.better === 'higher' ? high : low;
  return `best ${show(best.value)} ${best.near ? 'near' : 'at'} ${stepWord} ${formatNumber(best.step)}`;
}

/** Said once, at the training's figure, for both. */
function gapOf(metric: MetricKey, reading: Reading, readings: ReadonlyMap<string, Reading>): string | null {
  if (metric.group !== 'train') return null;
  const other = readings.get(`validation/${metric.name}`);
  if (other === undefined) return null;
  const gap = Math.abs(other.value - reading.value);
  const show = (value: number): string => formatMetric(metric, value);
  return Number.isFinite(gap) ? `gap to val ${differenceOf(metric, reading, other.value, show)}` : null;
}

/** Two shares are apart by points, not by per cent of one of them. */
function differenceOf(metric: MetricKey, { value }: Reading, other: number, show: (value: number) => string): string {
  const apart = Math.abs(value - other);
  const shares = metric.isShare && [value, other].every((one) => one >= 0 && one <= 1);
  return shares ? `${(100 * apart).toFixed(2)} points` : show(apart);
}
