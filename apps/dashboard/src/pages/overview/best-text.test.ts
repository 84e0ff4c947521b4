import { expect, test } from 'vitest';
import { bestText } from './best-text.ts';

test('a share is told as per cent with its interval', () => {
  expect(bestText({ key: 'accuracy', value: 0.788, low: 0.741, high: 0.829, unit: '' })).toBe(
    '78.8\u202f% (74.1 to 82.9)',
  );
});

test('other figures keep their unit', () => {
  expect(bestText({ key: 'mae', value: 1.25, low: null, high: null, unit: 'mm' })).toBe('1.250 mm');
  expect(bestText({ key: 'rmse', value: 0.5, low: 0.4, high: 0.6, unit: '' })).toBe('0.5000 (0.4000 to 0.6000)');
});
