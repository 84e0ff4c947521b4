import { expect, test } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

const box = { width: 100, height: 23 };

test('the line fills its box from lowest to highest', () => {
  expect(sparklinePath([0, 10], box)).toBe('M0.0 21.5L100.0 1.5');
  expect(sparklinePath([5, 5, 5], box)).toBe('M0.0 11.5L50.0 11.5L100.0 11.5');
});

test('a scale may be given, and what lies beyond it stays inside the box', () => {
  expect(sparklinePath([0, 200], { ...box, low: 0, high: 100 })).toBe('M0.0 21.5L100.0 1.5');
});

test('a gap stays a gap, and too little is nothing', () => {
  expect(sparklinePath([0, Number.NaN, 10], box)).toBe('M0.0 21.5M100.0 1.5');
  expect(sparklinePath([1], box)).toBeNull();
  expect(sparklinePath([Number.NaN, Number.POSITIVE_INFINITY, 3], box)).toBeNull();
});
