/** Metric points as columns; times are milliseconds since 1970. */
export interface Points {
  steps: Float64Array;
  values: Float64Array;
  times: Float64Array;
}

/** What a chunk's header says: enough for the coarse level of a chart and for lists. */
export interface PointsHeader {
  n: number;
  /** How many values are finite; `sum` is over these. */
  finite: number;
  sum: number;
  firstStep: number;
  lastStep: number;
  /** Of all values but NaN; null where there is none. */
  lo: number | null;
  hi: number | null;
}

/** Of all points, or of those from one place up to another. */
export function headerOf(points: Pick<Points, 'steps' | 'values'>, start = 0, end = points.steps.length): PointsHeader {
  let finite = 0;
  let sum = 0;
  let firstStep = Number.POSITIVE_INFINITY;
  let lastStep = Number.NEGATIVE_INFINITY;
  let lo = Number.POSITIVE_INFINITY;
  let hi = Number.NEGATIVE_INFINITY;
  let known = false;
  for (let i = start; i < end; i += 1) {
    const step = points.steps[i] as number;
    const value = points.values[i] as number;
    if (step < firstStep) firstStep = step;
    if (step > lastStep) lastStep = step;
    if (Number.isNaN(value)) continue;
    known = true;
    if (value < lo) lo = value;
    if (value > hi) hi = value;
    if (Number.isFinite(value)) {
      finite += 1;
      sum += value;
    }
  }
  return { n: end - start, finite, sum, firstStep, lastStep, lo: known ? lo : null, hi: known ? hi : null };
}

/** How many points one header of a chunk's middle level stands for. */
export const levelPoints = 25;

/** The middle level of a chunk: headers of short stretches, in the order of the points. A short chunk has none. */
export function levelOf(points: Pick<Points, 'steps' | 'values'>): PointsHeader[] {
  const n = points.steps.length;
  if (n <= levelPoints * 2) return [];
  return Array.from({ length: Math.ceil(n / levelPoints) }, (_, i) =>
    headerOf(points, i * levelPoints, Math.min(n, (i + 1) * levelPoints)),
  );
}

export function concatPoints(parts: readonly Points[]): Points {
  const n = parts.reduce((total, part) => total + part.steps.length, 0);
  const all: Points = { steps: new Float64Array(n), values: new Float64Array(n), times: new Float64Array(n) };
  let at = 0;
  for (const part of parts) {
    all.steps.set(part.steps, at);
    all.values.set(part.values, at);
    all.times.set(part.times, at);
    at += part.steps.length;
  }
  return all;
}

export function pickPoints(points: Points, keep: (step: number) => boolean): Points {
  if (points.steps.every(keep)) return points;
  const at: number[] = [];
  for (let i = 0; i < points.steps.length; i += 1) if (keep(points.steps[i] as number)) at.push(i);
  const take = (column: Float64Array): Float64Array => Float64Array.from(at, (i) => column[i] as number);
  return { steps: take(points.steps), values: take(points.values), times: take(points.times) };
}

/** By step; points of the same step stay in the order in which they were reported. */
export function sortPoints(points: Points): Points {
  const { steps } = points;
  let sorted = true;
  for (let i = 1; i < steps.length && sorted; i += 1) sorted = (steps[i - 1] as number) <= (steps[i] as number);
  if (sorted) return points;
  const order = Array.from(steps, (_, i) => i).sort((a, b) => (steps[a] as number) - (steps[b] as number) || a - b);
  const take = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i] as number);
  return { steps: take(steps), values: take(points.values), times: take(points.times) };
}

function stretchOf(points: Points, from: number, to?: number): Points {
  return {
    steps: points.steps.slice(from, to),
    values: points.values.slice(from, to),
    times: points.times.slice(from, to),
  };
}

/** The first `at` points, and the others. */
export function splitPoints(points: Points, at: number): [Points, Points] {
  return [stretchOf(points, 0, at), stretchOf(points, at)];
}

/** Cuts into pieces of at most `size` points, as even as possible. */
export function cutPoints(points: Points, size: number): Points[] {
  const n = points.steps.length;
  const pieces = Math.max(1, Math.ceil(n / size));
  return Array.from({ length: pieces }, (_, k) => {
    return stretchOf(points, Math.floor((k * n) / pieces), Math.floor(((k + 1) * n) / pieces));
  });
}
