import { expect, test } from 'vitest';
import { fitOf } from './fuzzy.ts';

test('words may come in any order and be parts', () => {
  expect(fitOf('signal-cnn on bearing-cwru', 'cwru cnn')).not.toBe(null);
  expect(fitOf('signal-cnn on bearing-cwru', 'cwru lstm')).toBe(null);
  expect(fitOf('Anything', '')).not.toBe(null);
});

test('letters in their order fit where they lie close together', () => {
  expect(fitOf('Data sets', 'dtst')).not.toBe(null);
  expect(fitOf('deeply nested attributes of the trainer', 'dtst')).toBe(null);
  expect(fitOf('Notices', 'ns')).toBe(null);
});

test('a beginning beats a word, a word beats a part, a part beats loose letters', () => {
  const fits = ['Run', 'New run', 'Prune', 'rich union'].map((title) => fitOf(title, 'run'));
  expect(fits.every((fit) => fit !== null)).toBe(true);
  expect([...fits].sort((a, b) => (b ?? 0) - (a ?? 0))).toEqual(fits);
});
