import { expect, test } from 'vitest';
import { count, formatInteger, formatNumber, formatPercent } from './number.ts';

test('numbers carry the digits that people compare', () => {
  expect(formatNumber(0.952312)).toBe('0.9523');
  expect(formatNumber(12.3456)).toBe('12.35');
  expect(formatNumber(-0.5)).toBe('−0.5000');
  expect(formatNumber(0.0003)).toBe('3.00e-4');
  expect(formatNumber(1234.5)).toBe('1235');
  expect(formatNumber(0)).toBe('0');
});

test('what JSON lacks is shown as what it is', () => {
  expect(formatNumber('NaN')).toBe('NaN');
  expect(formatNumber('-Infinity')).toBe('−∞');
  expect(formatPercent('NaN')).toBe('NaN');
  expect(formatNumber(null)).toBe('–');
});

test('large integers are grouped alike in every locale', () => {
  expect(formatInteger(20080)).toBe('20\u202f080');
  expect(formatInteger(5000)).toBe('5000');
  expect(formatInteger(-1234567)).toBe('−1\u202f234\u202f567');
});

test('shares are percentages, counts have their noun', () => {
  expect(formatPercent(0.9523)).toBe('95.23\u202f%');
  expect(count(1, 'run')).toBe('1 run');
  expect(count(2, 'match', 'matches')).toBe('2 matches');
});
