import { expect, test } from 'vitest';
import { addPoint, type Curve, curveOfWindow, withDetail } from './curve.ts';

function curveOf(...points: [number, number][]): Curve {
  return curveOfWindow({
    key: 'k',
    total: points.length,
    points: points.map(([step, value]) => [step, value, 0]),
    buckets: null,
  });
}

test('points and thinned stretches become a line, with NaN and infinities', () => {
  expect(curveOf([1, 2]).exact).toBe(true);
  const raw = curveOfWindow({
    key: 'k',
    total: 2,
    points: [
      [1, 'NaN', 0],
      [2, 'Infinity', 0],
    ],
    buckets: null,
  });
  expect(raw.mean).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  const thinned = curveOfWindow({ key: 'k', total: 900, points: null, buckets: [[0, 1, 9, 4, 450]] });
  expect(thinned).toMatchObject({ steps: [0], low: [1], high: [9], mean: [4], exact: false });
});

test('a live point is added at the end, a late one where it belongs, and a step may come twice', () => {
  const curve = curveOf([1, 10], [4, 40]);
  addPoint(curve, 5, 50);
  addPoint(curve, 2, 20);
  addPoint(curve, 4, 41);
  expect(curve.steps).toEqual([1, 2, 4, 4, 5]);
  expect(curve.mean).toEqual([10, 20, 40, 41, 50]);
});

test('a fine stretch replaces the coarse one under it', () => {
  const whole = curveOf([0, 0], [10, 1], [20, 2], [30, 3], [40, 4]);
  const detail = curveOf([10, 1], [15, 1.5], [20, 2], [29, 2.9]);
  expect(withDetail(whole, detail).steps).toEqual([0, 10, 15, 20, 29, 30, 40]);
  expect(withDetail(whole, null)).toBe(whole);
  expect(withDetail(whole, curveOf())).toBe(whole);
});

test('a point that was read and then comes live stands there once', () => {
  const curve = curveOf([1, 10], [2, Number.NaN], [3, 30]);
  addPoint(curve, 3, 30);
  addPoint(curve, 2, Number.NaN);
  addPoint(curve, 3, 31);
  expect(curve.steps).toEqual([1, 2, 3, 3]);
});
