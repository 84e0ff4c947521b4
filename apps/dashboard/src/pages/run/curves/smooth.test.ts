import { expect, test } from 'vitest';
import { smooth } from './smooth.ts';

test('without smoothing the line is as it is', () => {
  expect(smooth([1, Number.NaN, 3], 0)).toEqual([1, Number.NaN, 3]);
});

test('a constant line stays, from its first point on', () => {
  for (const value of smooth([5, 5, 5, 5], 0.9)) expect(value).toBeCloseTo(5, 10);
});

test('a spike is flattened, a gap stays a gap and ends nothing', () => {
  const [first, spike, gap, after] = smooth([0, 10, Number.NaN, 0], 0.5);
  expect(first).toBe(0);
  expect(spike).toBeGreaterThan(0);
  expect(spike).toBeLessThan(10);
  expect(gap).toBeNaN();
  expect(after).toBeLessThan(spike ?? 0);
});
