import { expect, test } from 'vitest';
import { readNumber, writeNumber } from './number-text.ts';

test('numbers are read as people type them', () => {
  expect(['20', ' 0.5 ', '1e-6', '.5', '5.', '−3', '+2'].map(readNumber)).toEqual([20, 0.5, 1e-6, 0.5, 5, -3, 2]);
});

test('what is no number stays as it was typed, for the error to quote', () => {
  expect(['', 'abc', '1,5', '0x10', 'NaN', 'Infinity', '1e999', '--1'].map(readNumber)).toEqual([
    '',
    'abc',
    '1,5',
    '0x10',
    'NaN',
    'Infinity',
    '1e999',
    '--1',
  ]);
});

test('numbers are written so that they are read back the same', () => {
  for (const value of [0, 1, -2.5, 0.001, 1e-6, 3.2e-7, 1e21, 123456.789]) {
    expect(readNumber(writeNumber(value))).toBe(value);
  }
  expect(writeNumber(1e-6)).toBe('1e-6');
  expect(writeNumber('abc')).toBe('abc');
  expect(writeNumber(null)).toBe('');
  expect(writeNumber([1, 2])).toBe('[1,2]');
});
