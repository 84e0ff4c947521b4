import { expect, test } from 'vitest';
import { formatClock, formatMoment, formatRelative } from './time.ts';

const now = new Date(2026, 2, 5, 14, 2, 7).getTime();

test('moments are told in the reader’s own time zone', () => {
  expect(formatMoment(now)).toBe('2026-03-05 14:02:07');
  expect(formatMoment(now, false)).toBe('2026-03-05 14:02');
  expect(formatClock(now)).toBe('14:02:07');
  expect(formatMoment('no date')).toBe('–');
});

test('near moments are told by their distance, far ones by their date', () => {
  expect(formatRelative(now - 3_000, now)).toBe('just now');
  expect(formatRelative(now - 45_000, now)).toBe('45 s ago');
  expect(formatRelative(now - 12 * 60_000, now)).toBe('12 min ago');
  expect(formatRelative(now + 3 * 3_600_000, now)).toBe('in 3 h');
  expect(formatRelative(now - 2 * 86_400_000, now)).toBe('2 d ago');
  expect(formatRelative(now - 30 * 86_400_000, now)).toBe('2026-02-03');
});
