import { levelPoints, type Points, type PointsHeader } from './points.ts';

/** lo-hi of all values and mean of the finite ones within one stretch of steps; the step is its first. */
export interface Bucket {
  step: number;
  low: number;
  high: number;
  mean: number;
  n: number;
}

interface Sum {
  step: number;
  low: number;
  high: number;
  sum: number;
  finite: number;
  n: number;
}

function emptySum(): Sum {
  return {
    step: Number.POSITIVE_INFINITY,
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
    sum: 0,
    finite: 0,
    n: 0,
  };
}

function finish(sums: readonly Sum[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { step, low, high, sum, finite, n } of sums) {
    if (n === 0) continue;
    const nothing = low > high;
    buckets.push({
      step,
      low: nothing ? Number.NaN : low,
      high: nothing ? Number.NaN : high,
      mean: finite > 0 ? sum / finite : Number.NaN,
      n,
    });
  }
  return buckets;
}

/** Where a window of steps is cut; the last bucket holds its end. */
export interface Cut {
  from: number;
  to: number;
  buckets: number;
}

/** Which bucket a step falls into; written so that the loop over points has one multiplication. */
function scaleOf(cut: Cut): number {
  const scale = cut.buckets / (cut.to - cut.from);
  return Number.isFinite(scale) ? scale : 0;
}

function bucketAt(step: number, cut: Cut, scale: number): number {
  return Math.min(cut.buckets - 1, Math.max(0, Math.floor((step - cut.from) * scale)));
}

/**
 * Equal stretches of steps, over points in any order and in any number of parts. Deterministic; a spike shows in `low` or
 * `high` whatever the zoom.
 */
export function bucketPoints(parts: readonly Pick<Points, 'steps' | 'values'>[], cut: Cut): Bucket[] {
  const sums = Array.from({ length: cut.buckets }, emptySum);
  const scale = scaleOf(cut);
  for (const { steps, values } of parts) {
    for (let i = 0; i < steps.length; i += 1) {
      const step = steps[i] as number;
      if (step < cut.from || step > cut.to) continue;
      const value = values[i] as number;
      const into = sums[bucketAt(step, cut, scale)] as Sum;
      into.n += 1;
      if (step < into.step) into.step = step;
      if (value < into.low) into.low = value;
      if (value > into.high) into.high = value;
      // Neither NaN nor an infinity.
      if (value - value === 0) {
        into.sum += value;
        into.finite += 1;
      }
    }
  }
  return finish(sums);
}

/**
 * From headers alone, for long series: each header falls whole into the bucket of its middle step, so that an edge may be
 * off by half a chunk and no value is lost.
 */
export function bucketHeaders(headers: readonly PointsHeader[], cut: Cut): Bucket[] {
  const sums = Array.from({ length: cut.buckets }, emptySum);
  const scale = scaleOf(cut);
  for (const header of headers) {
    const into = sums[bucketAt((header.firstStep + header.lastStep) / 2, cut, scale)] as Sum;
    into.n += header.n;
    into.finite += header.finite;
    into.sum += header.sum;
    if (header.firstStep < into.step) into.step = header.firstStep;
    if (header.lo !== null && header.lo < into.low) into.low = header.lo;
    if (header.hi !== null && header.hi > into.high) into.high = header.hi;
  }
  return finish(sums);
}

/** Headers are fine enough when there are at least this many a bucket; else what lies below them is read. */
const headersPerBucket = 0.5;
/** Likewise for the middle level, where reading points is still quick enough to be exact. */
const levelsPerBucket = 2;

export type WindowPlan = 'points' | 'buckets' | 'levels' | 'headers';

/** How a window is drawn: its points where they are few, buckets of points, of short stretches, or of whole chunks. */
export function planWindow(facts: { points: number; chunks: number; buckets: number }): WindowPlan {
  if (facts.points <= facts.buckets) return 'points';
  if (facts.chunks >= facts.buckets * headersPerBucket) return 'headers';
  return facts.points >= facts.buckets * levelsPerBucket * levelPoints ? 'levels' : 'buckets';
}
