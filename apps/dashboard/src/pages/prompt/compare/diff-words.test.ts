import { diffPrompts } from '@trainyard/prompts/text-diff';
import { expect, test } from 'vitest';
import { changeWords, isChanged } from './diff-words.ts';

const before = { system: 'Answer in one word.', output: '', examples: [{ input: 'a', output: 'b' }] };

test('changes are counted in words, over all parts', () => {
  expect(changeWords(diffPrompts(before, before))).toBe('no difference');
  const after = { system: 'Answer in two short words.', output: 'Plain text.', examples: [] };
  const diff = diffPrompts(before, after);
  expect(changeWords(diff)).toMatch(/^\d+ words added, \d+ words removed$/);
  expect(changeWords(diffPrompts({ ...before, system: '' }, before))).toBe('4 words added, 0 words removed');
  expect(isChanged(diff.output)).toBe(true);
});

test('blanks alone are told as such', () => {
  expect(changeWords(diffPrompts(before, { ...before, system: 'Answer in  one word.' }))).toBe('only blanks differ');
});
