import { expect, test } from 'vitest';
import { firstReading, joinReadings, nextReading, readingOfCurve } from './reading.ts';

test('points move the newest value along and keep the best and where it was', () => {
  let reading = nextReading(undefined, 'train/loss', 1, 2);
  for (const [step, value] of [
    [2, 1],
    [3, 1.5],
  ] as const)
    reading = nextReading(reading, 'train/loss', step, value);
  expect(reading).toMatchObject({
    value: 1.5,
    step: 3,
    before: [2, 1],
    low: { value: 1, step: 2, near: false },
    high: { value: 2, step: 1 },
  });
});

test('NaN is shown and is never the best', () => {
  const reading = nextReading(nextReading(undefined, 'k', 1, Number.NaN), 'k', 2, 3);
  expect(reading.low).toMatchObject({ value: 3, step: 2 });
  expect(nextReading(reading, 'k', 3, Number.NaN)).toMatchObject({ value: Number.NaN, high: { value: 3 } });
});

test('a value that is known without its step makes no history', () => {
  const known = firstReading('k', '-Infinity');
  expect(known.value).toBe(Number.NEGATIVE_INFINITY);
  expect(nextReading(known, 'k', 4, 1).before).toEqual([]);
});

test('a thinned series tells where its best is near', () => {
  const curve = { steps: [0, 10, 20], mean: [3, 2, 2.5], low: [2.5, 0.5, 2], high: [4, 3, 9], exact: false };
  expect(readingOfCurve('k', curve)).toMatchObject({
    value: 2.5,
    step: 20,
    before: [3, 2],
    low: { value: 0.5, step: 10, near: true },
    high: { value: 9, step: 20 },
  });
  expect(readingOfCurve('k', { steps: [], mean: [], low: [], high: [], exact: true })).toBeNull();
});

test('what came live meanwhile is joined to the series', () => {
  const series = readingOfCurve('k', { steps: [1, 2], mean: [5, 4], low: [5, 4], high: [5, 4], exact: true });
  if (series === null) throw new Error('expected a reading');
  const live = nextReading(undefined, 'k', 3, 6);
  expect(joinReadings(series, live)).toMatchObject({
    value: 6,
    step: 3,
    low: { value: 4 },
    high: { value: 6, step: 3 },
  });
  expect(joinReadings(series, firstReading('k', 7))).toMatchObject({ value: 7, step: 2 });
});
