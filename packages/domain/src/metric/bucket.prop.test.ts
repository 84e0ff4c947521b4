import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketHeaders, bucketPoints, planWindow } from './bucket.ts';
import { cutPoints, headerOf, levelOf, type Points, pickPoints, sortPoints } from './points.ts';

const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
  fc.constantFrom(Number.NaN, Infinity, -Infinity),
);
const points: fc.Arbitrary<Points> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 500 }), value), { minLength: 1, maxLength: 300 })
  .map((rows) => ({
    steps: Float64Array.from(rows, ([step]) => step),
    values: Float64Array.from(rows, ([, v]) => v),
    times: new Float64Array(rows.length),
  }));

function extremes(of: Points): { low: number; high: number } {
  const numbers = [...of.values].filter((v) => !Number.isNaN(v));
  return { low: Math.min(...numbers), high: Math.max(...numbers) };
}

describe('buckets', () => {
  it('hold every point once, every extreme, and stand in the order of their steps, whether from points or from headers', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 40 }), (all, buckets, size) => {
        const { firstStep: from, lastStep: to } = headerOf(all);
        const pieces = cutPoints(all, size);
        const level = levelOf(all);
        const middle = level.length > 0 ? level : [headerOf(all)];
        for (const drawn of [
          bucketPoints(pieces, { from, to, buckets }),
          bucketHeaders(middle, { from, to, buckets }),
          bucketHeaders(
            pieces.map((piece) => headerOf(piece)),
            { from, to, buckets },
          ),
        ]) {
          expect(drawn.length).toBeLessThanOrEqual(buckets);
          expect(drawn.reduce((n, bucket) => n + bucket.n, 0)).toBe(all.steps.length);
          const lows = drawn.map((bucket) => bucket.low).filter((low) => !Number.isNaN(low));
          const highs = drawn.map((bucket) => bucket.high).filter((high) => !Number.isNaN(high));
          expect({ low: Math.min(...lows), high: Math.max(...highs) }).toEqual(extremes(all));
        }
        const steps = bucketPoints([all], { from, to, buckets }).map((bucket) => bucket.step);
        expect(steps).toEqual([...steps].sort((a, b) => a - b));
      }),
    );
  });

  it('of a window hold what lies within it', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), (all, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const inside = pickPoints(all, (step) => step >= from && step <= to);
        const drawn = bucketPoints([all], { from, to, buckets: 7 });
        expect(drawn.reduce((n, bucket) => n + bucket.n, 0)).toBe(inside.steps.length);
      }),
    );
  });

  it('are not used where points are few, and made of headers where these are many', () => {
    expect(planWindow({ points: 900, chunks: 900, buckets: 1000 })).toBe('points');
    expect(planWindow({ points: 100_000, chunks: 100, buckets: 1000 })).toBe('levels');
    expect(planWindow({ points: 20_000, chunks: 20, buckets: 1000 })).toBe('buckets');
    expect(planWindow({ points: 1_000_000, chunks: 1000, buckets: 1000 })).toBe('headers');
  });
});

describe('points', () => {
  it('of the same step stay in the order in which they came', () => {
    const sorted = sortPoints({
      steps: Float64Array.of(2, 1, 2, 1),
      values: Float64Array.of(1, 2, 3, 4),
      times: new Float64Array(4),
    });
    expect([...sorted.steps]).toEqual([1, 1, 2, 2]);
    expect([...sorted.values]).toEqual([2, 4, 1, 3]);
  });
});
