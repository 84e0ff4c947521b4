import { expect, test } from 'vitest';
import { lengthWords, listWords, rateWords, unitWords } from './version-words.ts';

test('long lists are cut and say so', () => {
  expect(listWords(['a', 'b'])).toBe('a, b');
  expect(listWords(Array.from({ length: 15 }, (_, i) => `c${i}`))).toMatch(/c11 and 3 more$/);
});

test('rates are told with their unit, many as a range', () => {
  expect(rateWords([12000, 48000])).toBe('12\u202fkHz, 48\u202fkHz');
  expect(rateWords([1, 2, 3, 4, 5])).toBe('1\u202fHz to 5\u202fHz (5 rates)');
  expect(rateWords([])).toBe('');
});

test('lengths and units', () => {
  expect(lengthWords({ min: 2, max: 2, total: 120 })).toMatch(/^2\u202fs each, /);
  expect(lengthWords({ min: 1, max: 2, total: 120 })).toMatch(/^1 to 2\u202fs each, /);
  expect(unitWords([{ column: 'bearing', values: 12, physical: true }])).toBe('12 by bearing (physical)');
});
