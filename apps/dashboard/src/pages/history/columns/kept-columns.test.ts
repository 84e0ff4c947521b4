import { expect, test } from 'vitest';
import { readKept, withKept } from './kept-columns.ts';

test('what a storage holds is read with care', () => {
  expect(readKept(null)).toEqual({});
  expect(readKept('{"mine":"name,status","x":3}')).toEqual({ mine: 'name,status' });
  for (const text of ['[1]', 'null', '{', '"a"']) expect(readKept(text)).toEqual({});
});

test('the columns of a view replace its earlier ones, and old views make room', () => {
  expect(withKept({ a: 'x', b: 'y' }, 'a', 'z')).toEqual({ b: 'y', a: 'z' });
  expect(withKept({ a: 'x' }, 'a', null)).toEqual({});
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`v${i}`, 'name']));
  expect(Object.keys(withKept(many, 'new', 'name'))).toHaveLength(50);
  expect(withKept(many, 'new', 'name')).toHaveProperty('new');
});
