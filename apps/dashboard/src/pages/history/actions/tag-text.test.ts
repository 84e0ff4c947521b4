import { expect, test } from 'vitest';
import { parseTags } from './tag-text.ts';

test('tags are read as they are shown', () => {
  expect(parseTags('team=blue, draft\n a = b=c ')).toEqual({
    tags: { team: 'blue', draft: '', a: 'b=c' },
    problem: null,
  });
  expect(parseTags(' , ')).toEqual({ tags: {}, problem: null });
});

test('what cannot be a tag is said', () => {
  expect(parseTags('=x').problem).toContain('=x');
  expect(parseTags('k'.repeat(251)).problem).toContain('250');
});
