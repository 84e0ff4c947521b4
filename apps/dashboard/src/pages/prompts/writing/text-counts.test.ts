import { expect, test } from 'vitest';
import { countsText, wordCount } from './text-counts.ts';

test('words lie between blanks of any kind', () => {
  expect(wordCount('')).toBe(0);
  expect(wordCount(' \n ')).toBe(0);
  expect(wordCount(' Answer\nin  one\tword: {{x}} ')).toBe(5);
});

test('both counts are said together', () => {
  expect(countsText('one')).toBe('1 word, 3 characters');
  expect(countsText('a b')).toBe('2 words, 3 characters');
  expect(countsText('')).toBe('0 words, 0 characters');
});
