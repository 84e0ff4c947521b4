import { expect, test } from 'vitest';
import { rangeWords, typeWords, valueAt, valueWords } from './parameter-words.ts';

test('types in words', () => {
  expect(typeWords({ type: 'integer' })).toBe('whole number');
  expect(typeWords({ enum: ['a'] })).toBe('choice');
  expect(typeWords({ oneOf: [{ type: 'string' }] })).toBe('one of several');
  expect(typeWords({})).toBe('anything');
});

test('what is allowed', () => {
  expect(rangeWords({ type: 'integer', minimum: 1, maximum: 64 })).toBe('1 to 64');
  expect(rangeWords({ type: 'number', exclusiveMinimum: 0, maximum: 1 })).toBe('more than 0, at most 1');
  expect(rangeWords({ type: 'number', minimum: 1e-6, maximum: 0.1 })).toBe('0.000001 to 0.1');
  expect(rangeWords({ type: 'string', maxLength: 80 })).toBe('at most 80 characters');
  expect(rangeWords({ enum: ['adam', true] })).toBe('adam, on');
  expect(rangeWords({ type: 'array', maxItems: 4, items: { type: 'integer', minimum: 1 } })).toBe(
    'at most 4 entries, each at least 1',
  );
  expect(rangeWords({ type: 'boolean' })).toBe('');
});

test('values as they are written', () => {
  expect([undefined, '', 'x', true, 1e-4, [1, 2], [], { a: 1 }].map(valueWords)).toEqual([
    '',
    '(empty)',
    'x',
    'on',
    '0.0001',
    '1, 2',
    'none',
    '{"a":1}',
  ]);
});

test('a key is found nested and dotted, and never up the prototype', () => {
  expect(valueAt({ split: { by: 'unit' } }, 'split.by')).toBe('unit');
  expect(valueAt({ 'split.by': 'file' }, 'split.by')).toBe('file');
  expect(valueAt({}, 'constructor.name')).toBe(undefined);
});
