import { expect, test } from 'vitest';
import { formatBytes } from './bytes.ts';

test('sizes climb to the unit in which they are short', () => {
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(999)).toBe('999 B');
  expect(formatBytes(25_100_000)).toBe('25.1 MB');
  expect(formatBytes(999_999)).toBe('1.0 MB');
  expect(formatBytes(312_000_000_000)).toBe('312 GB');
  expect(formatBytes(null)).toBe('–');
});
