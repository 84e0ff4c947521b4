import { expect, test } from 'vitest';
import { readList, readPairs, writeList, writePairs } from './list-text.ts';

const numbers = { type: 'array', items: { type: 'integer' } };
const words = { type: 'array', items: { type: 'string' } };

test('lists are typed with commas and read by the kind of their entries', () => {
  expect(readList(numbers, '11, 7,5')).toEqual([11, 7, 5]);
  expect(readList(numbers, '')).toEqual([]);
  expect(readList(numbers, '3,')).toEqual([3]);
  expect(readList(numbers, '3, x')).toEqual([3, 'x']);
  expect(readList(words, 'a, 1')).toEqual(['a', '1']);
  expect(readList({ type: 'array', items: { enum: [2, 4] } }, '2,4,6')).toEqual([2, 4, 6]);
});

test('entries that hold commas are written as JSON and read back', () => {
  for (const list of [['a, b', 'c'], [''], ['[x'], ['a', 'b'], [' pad ']]) {
    expect(readList(words, writeList(list))).toEqual(list);
  }
  expect(readList(words, '["a", ')).toBe('["a",');
  expect(writeList(undefined)).toBe('');
});

test('named values keep their kind, and unfinished rows are left out', () => {
  const schema = { type: 'object', additionalProperties: { type: 'string' } };
  expect(
    writePairs(schema, [
      ['A', '1'],
      ['', 'x'],
      [' B ', 'y'],
    ]),
  ).toEqual({ A: '1', B: 'y' });
  expect(writePairs({ type: 'object', additionalProperties: { type: 'number' } }, [['n', '1.5']])).toEqual({ n: 1.5 });
  expect(readPairs({ A: '1', n: 2 })).toEqual([
    ['A', '1'],
    ['n', '2'],
  ]);
  expect(readPairs('no object')).toEqual([]);
});
