import { expect, test } from 'vitest';
import { filterLabel, matchingOptions, optionsWith, toggled } from './filter-options.ts';

const known = [
  { value: 'u1', label: 'Ada Lovelace', runs: 3 },
  { value: 'u2', label: 'Grace', runs: 1 },
];

test('the button says what is chosen', () => {
  expect(filterLabel('Owner', known, [])).toBe('Owner');
  expect(filterLabel('Owner', known, ['u1'])).toBe('Owner: Ada Lovelace');
  expect(filterLabel('Owner', known, ['gone'])).toBe('Owner: gone');
  expect(filterLabel('Owner', known, ['u1', 'u2'])).toBe('Owner: 2');
});

test('what an address names can be unchosen though no run has it', () => {
  expect(optionsWith(known, ['u1', 'gone']).at(-1)).toEqual({ value: 'gone', label: 'gone', runs: null });
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});

test('options are found by all words, whatever their case', () => {
  expect(matchingOptions(known, 'LOVE ada').map(({ value }) => value)).toEqual(['u1']);
  expect(matchingOptions(known, '')).toHaveLength(2);
});
