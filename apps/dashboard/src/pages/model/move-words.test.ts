import { expect, it } from 'vitest';
import { moveWords } from './move-words.ts';

it('a move says where an alias pointed and where it points', () => {
  expect(moveWords({ from: null, to: 1 })).toBe('set to version 1');
  expect(moveWords({ from: 1, to: 2 })).toBe('from version 1 to 2');
  expect(moveWords({ from: 2, to: null })).toBe('taken away from version 2');
});
