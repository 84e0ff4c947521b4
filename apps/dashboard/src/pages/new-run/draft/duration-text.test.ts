import { expect, test } from 'vitest';
import { readDuration, writeDuration } from './duration-text.ts';

test('lengths of time are read as people write them', () => {
  expect(['90', '90 s', '5min', '2 h', '1.5h', '1 h 30 min', '1d'].map(readDuration)).toEqual([
    90, 90, 300, 7200, 5400, 5400, 86_400,
  ]);
});

test('what is no length of time is none', () => {
  for (const text of ['', 'soon', '-5', '0', '5 weeks', '1,5 h', 'h 2', '1e9']) expect(readDuration(text)).toBeNull();
});

test('they are written so that they are read back', () => {
  for (const seconds of [1, 90, 300, 7200, 86_400, 100_000]) expect(readDuration(writeDuration(seconds))).toBe(seconds);
  expect(writeDuration(7200)).toBe('2 h');
});
