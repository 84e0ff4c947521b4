import { expect, test } from 'vitest';
import { readTags, writeTags } from './tags-text.ts';

test('tags are words, with a value where there is one', () => {
  expect(readTags('rig=3, fan ,, a = b=c')).toEqual({ rig: '3', fan: '', a: 'b=c' });
  expect(readTags('')).toEqual({});
});

test('they are written as they are read', () => {
  const tags = { rig: '3', fan: '' };
  expect(readTags(writeTags(tags))).toEqual(tags);
});
