import { expect, test } from 'vitest';
import { isAtEnd, rowHeight, topFor, windowOfRows } from './log-window.ts';

const height = 20 * rowHeight;

test('only rows near the sight are drawn, of a log of any length', () => {
  const rows = windowOfRows({ count: 1_000_000, top: 500_000 * rowHeight, height, follow: false });
  expect(rows.first).toBe(500_000 - 12);
  expect(rows.end - rows.first).toBeLessThan(60);
});

test('who follows sees the end before the scroll bar is there', () => {
  expect(windowOfRows({ count: 1000, top: 0, height, follow: true }).end).toBe(1000);
});

test('a short log is drawn whole, and a shrunk one is not left empty', () => {
  expect(windowOfRows({ count: 3, top: 0, height, follow: false })).toEqual({ first: 0, end: 3 });
  expect(windowOfRows({ count: 0, top: 0, height, follow: true })).toEqual({ first: 0, end: 0 });
  const shrunk = windowOfRows({ count: 5, top: 9_000, height, follow: false });
  expect(shrunk.first).toBeLessThan(shrunk.end);
});

test('the end is where the last row is in sight', () => {
  expect(isAtEnd({ top: 600, height, whole: 1000 })).toBe(true);
  expect(isAtEnd({ top: 500, height, whole: 1000 })).toBe(false);
});

test('a row out of sight is brought to the middle, one in sight moves nothing', () => {
  expect(topFor(5, { top: 0, height })).toBeNull();
  expect(topFor(100, { top: 0, height })).toBe(100 * rowHeight - (height - rowHeight) / 2);
  expect(topFor(0, { top: 900, height })).toBe(0);
});
