import type { WireNumber } from '@trainyard/contracts';
import { fromWire } from '../../../format/wire-number.ts';

/** The best of one side, and the step it was seen at. */
export interface Extreme {
  value: number;
  step: number;
  /** The step is that of a thinned stretch: the place is near it. */
  near: boolean;
}

/** What is known of one metric: its newest value, those before it, its lowest and highest. */
export interface Reading {
  key: string;
  value: number;
  step: number | null;
  /** Earlier values, oldest first. */
  before: readonly number[];
  low: Extreme | null;
  high: Extreme | null;
}

const keptBefore = 40;

export function firstReading(key: string, value: WireNumber): Reading {
  return { key, value: fromWire(value), step: null, before: [], low: null, high: null };
}

/** The next point of a series. NaN is shown, and is never the best. */
export function nextReading(reading: Reading | undefined, key: string, step: number, value: number): Reading {
  const extreme: Extreme = { value, step, near: false };
  const counts = !Number.isNaN(value);
  if (reading === undefined) {
    return { key, value, step, before: [], low: counts ? extreme : null, high: counts ? extreme : null };
  }
  const { low, high } = reading;
  return {
    key,
    value,
    step,
    before: reading.step === null ? reading.before : [...reading.before, reading.value].slice(-keptBefore),
    low: counts && (low === null || value < low.value) ? extreme : low,
    high: counts && (high === null || value > high.value) ? extreme : high,
  };
}

export interface PlainCurve {
  steps: ArrayLike<number>;
  mean: ArrayLike<number>;
  low: ArrayLike<number>;
  high: ArrayLike<number>;
  /** Every point is there by itself: the places are exact. */
  exact: boolean;
}

/** What a whole series tells, as the server sends it for a chart. */
export function readingOfCurve(key: string, curve: PlainCurve): Reading | null {
  const { steps, mean, low, high, exact } = curve;
  const last = steps.length - 1;
  if (last < 0) return null;
  let lowest: Extreme | null = null;
  let highest: Extreme | null = null;
  for (let i = 0; i <= last; i += 1) {
    const step = steps[i] ?? Number.NaN;
    const under = low[i] ?? Number.NaN;
    const over = high[i] ?? Number.NaN;
    if (!Number.isNaN(under) && (lowest === null || under < lowest.value))
      lowest = { value: under, step, near: !exact };
    if (!Number.isNaN(over) && (highest === null || over > highest.value))
      highest = { value: over, step, near: !exact };
  }
  const before = Array.from(
    { length: Math.min(keptBefore, last) },
    (_, i) => mean[last - Math.min(keptBefore, last) + i],
  );
  return {
    key,
    value: mean[last] ?? Number.NaN,
    step: steps[last] ?? null,
    before: before.filter((value) => value !== undefined),
    low: lowest,
    high: highest,
  };
}

/** Where events came while the series was on its way: the newer value stays, the extremes of both count. */
export function joinReadings(series: Reading, live: Reading | undefined): Reading {
  if (live === undefined || live.step === null) return { ...series, value: live?.value ?? series.value };
  const isNewer = series.step === null || live.step >= series.step;
  const lower =
    series.low !== null && (live.low === null || series.low.value <= live.low.value) ? series.low : live.low;
  const higher =
    series.high !== null && (live.high === null || series.high.value >= live.high.value) ? series.high : live.high;
  return { ...(isNewer ? { ...series, value: live.value, step: live.step } : series), low: lower, high: higher };
}
