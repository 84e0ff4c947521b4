import type { WireNumber } from '@trainyard/contracts';
import { fromWire } from '../../../format/wire-number.ts';

/** One line of a chart. Where it was thinned, each place has the lowest and highest of its stretch beside its mean. */
export interface Curve {
  steps: number[];
  mean: number[];
  low: number[];
  high: number[];
  /** Every point stands by itself. */
  exact: boolean;
}

export interface SeriesWindow {
  key: string;
  total: number;
  points: readonly (readonly [number, WireNumber, number])[] | null;
  buckets: readonly (readonly [number, WireNumber, WireNumber, WireNumber, number])[] | null;
}

export function emptyCurve(): Curve {
  return { steps: [], mean: [], low: [], high: [], exact: true };
}

export function curveOfWindow(window: SeriesWindow): Curve {
  const curve = emptyCurve();
  if (window.buckets !== null) {
    for (const [step, low, high, mean] of window.buckets) {
      curve.steps.push(step);
      curve.low.push(fromWire(low));
      curve.high.push(fromWire(high));
      curve.mean.push(fromWire(mean));
    }
    curve.exact = false;
    return curve;
  }
  for (const [step, value] of window.points ?? []) pushPoint(curve, step, fromWire(value));
  return curve;
}

function pushPoint(curve: Curve, step: number, value: number): void {
  curve.steps.push(step);
  curve.mean.push(value);
  curve.low.push(value);
  curve.high.push(value);
}

/** Adds a live point. One that comes out of order goes to its place. */
export function addPoint(curve: Curve, step: number, value: number): void {
  const last = curve.steps.at(-1);
  if (last === undefined || step > last) {
    pushPoint(curve, step, value);
    return;
  }
  const at = placeAfter(curve.steps, step);
  // The series may have been read after the point was written and before it came live.
  for (let i = at - 1; i >= 0 && curve.steps[i] === step; i -= 1) if (Object.is(curve.mean[i], value)) return;
  curve.steps.splice(at, 0, step);
  curve.mean.splice(at, 0, value);
  curve.low.splice(at, 0, value);
  curve.high.splice(at, 0, value);
}

/** The place behind all steps up to this one. */
function placeAfter(steps: readonly number[], step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

function stretch(curve: Curve, from: number, to: number): Curve {
  const { steps, mean, low, high, exact } = curve;
  return {
    steps: steps.slice(from, to),
    mean: mean.slice(from, to),
    low: low.slice(from, to),
    high: high.slice(from, to),
    exact,
  };
}

/** The coarse whole with the fine stretch in place of what it covers. */
export function withDetail(whole: Curve, detail: Curve | null): Curve {
  const first = detail?.steps[0];
  const last = detail?.steps.at(-1);
  if (detail === null || first === undefined || last === undefined) return whole;
  const from = placeAfter(whole.steps, first - Number.EPSILON * Math.max(1, Math.abs(first)));
  const to = placeAfter(whole.steps, last);
  const before = stretch(whole, 0, from);
  const after = stretch(whole, to, whole.steps.length);
  return {
    steps: [...before.steps, ...detail.steps, ...after.steps],
    mean: [...before.mean, ...detail.mean, ...after.mean],
    low: [...before.low, ...detail.low, ...after.low],
    high: [...before.high, ...detail.high, ...after.high],
    exact: whole.exact && detail.exact,
  };
}

/** Points live in a chart up to here; beyond it the server thins anew. */
export const mostPoints = 5_000;
