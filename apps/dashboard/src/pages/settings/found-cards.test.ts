import { expect, test } from 'vitest';
import { settingsCards } from '../../app/settings-sections.ts';
import { foundCards } from './found-cards.ts';

test('a setting is found by words that people use for it, in any order', () => {
  const titles = (words: string, admin = true): string[] =>
    foundCards(settingsCards, words, admin).map(({ title }) => title);
  expect(titles('')).toHaveLength(settingsCards.length);
  expect(titles('temperature')).toEqual(['Language models']);
  expect(titles('TABLE price')).toEqual(['Budgets and prices']);
  expect(titles('key')).toEqual(['Language models', 'Access', 'Appearance and keyboard']);
  expect(titles('environment', false)).toEqual([]);
  expect(titles('nonsense')).toEqual([]);
});
