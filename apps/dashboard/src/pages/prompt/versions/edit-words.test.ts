import { promptOrigin } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { editWords, fromWords } from './edit-words.ts';

test('an edit is told with who made it', () => {
  expect(editWords({ action: null, origin: 'human' })).toBe('by hand');
  expect(editWords({ action: 'add_constraint', origin: 'model' })).toBe('add constraint, by a language model');
  for (const origin of promptOrigin.options) expect(editWords({ action: null, origin })).not.toBe('');
});

test('what a version was made from is read as a sentence', () => {
  expect([[], [1], [2, 3], [1, 2, 3]].map(fromWords)).toEqual([null, '1', '2 and 3', '1, 2 and 3']);
});
