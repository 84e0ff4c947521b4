import { expect, test } from 'vitest';
import { dayOf, lastDays, rangeLabel } from './day-range.ts';

test('days are those of the reader', () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  expect(lastDays(1, new Date(2026, 2, 1, 12))).toEqual({ from: '2026-03-01', to: undefined });
  expect(lastDays(7, new Date(2026, 2, 3, 0, 1)).from).toBe('2026-02-25');
});

test('the button says the range', () => {
  expect(rangeLabel('', '')).toBe('Date');
  expect(rangeLabel('2026-01-01', '')).toBe('Since 2026-01-01');
  expect(rangeLabel('', '2026-01-01')).toBe('Until 2026-01-01');
  expect(rangeLabel('2026-01-01', '2026-01-01')).toBe('2026-01-01');
  expect(rangeLabel('2026-01-01', '2026-01-09')).toBe('2026-01-01 – 2026-01-09');
});
