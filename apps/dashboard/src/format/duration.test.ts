import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test('durations show their two largest units', () => {
  expect(formatDuration(0.85)).toBe('850 ms');
  expect(formatDuration(3)).toBe('3 s');
  expect(formatDuration(3.24)).toBe('3.2 s');
  expect(formatDuration(59.6)).toBe('1 min');
  expect(formatDuration(192)).toBe('3 min 12 s');
  expect(formatDuration(3599.7)).toBe('1 h');
  expect(formatDuration(7500)).toBe('2 h 5 min');
  expect(formatDuration(86_399)).toBe('1 d');
  expect(formatDuration(4 * 86_400 + 3 * 3600)).toBe('4 d 3 h');
});

test('an unknown duration is a dash, never a number', () => {
  expect(formatDuration(null)).toBe('–');
  expect(formatDuration(Number.NaN)).toBe('–');
});
