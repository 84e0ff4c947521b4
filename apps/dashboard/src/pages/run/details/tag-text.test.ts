import { expect, test } from 'vitest';
import { parseTags, tagsText } from './tag-text.ts';

test('tags are typed with commas, with or without values', () => {
  expect(parseTags(' team = blue , draft,, a=b=c ')).toEqual({ team: 'blue', draft: '', a: 'b=c' });
  expect(tagsText({ team: 'blue', draft: '' })).toBe('team=blue, draft');
  expect(parseTags(tagsText({ x: '1', y: '' }))).toEqual({ x: '1', y: '' });
});
