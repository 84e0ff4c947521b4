import { expect, test } from 'vitest';
import { fieldOf } from './field.ts';
import { hintOf, resetText } from './hint.ts';

const field = (schema: Record<string, unknown>, required = false) => fieldOf(schema, 'x', { section: null, required });

test('a hint tells range, default and what the preset has', () => {
  const epochs = field({ type: 'integer', minimum: 1, maximum: 500, 'x-ui': { unit: 'epochs' } });
  expect(hintOf(epochs, 100, 100)).toBe('1 to 500 epochs · default 100');
  expect(hintOf(epochs, 100, 10)).toBe('1 to 500 epochs · default 100 · preset 10');
  expect(hintOf(field({ type: 'number', minimum: 0, exclusiveMaximum: 1 }), 0.3, 0.3)).toBe(
    'at least 0, less than 1 · default 0.3',
  );
  expect(hintOf(field({ type: 'number', exclusiveMinimum: 0 }), undefined, undefined)).toBe('more than 0');
  expect(hintOf(field({ type: 'string' }, true), undefined, undefined)).toBe('must be given');
  expect(hintOf(field({ type: 'string' }, true), undefined, undefined, 'x')).toBe('');
  expect(hintOf(field({ type: 'boolean' }), true, false)).toBe('default on · preset off');
  expect(hintOf(field({ type: 'array', items: { type: 'integer' } }), [], [3, 5])).toBe(
    'values with commas · default empty · preset 3, 5',
  );
  expect(hintOf(field({ type: 'object' }), {}, {})).toBe('a group of settings, as JSON');
});

test('the way back says where it leads', () => {
  expect(resetText('Epochs', 100)).toBe('Reset Epochs to 100');
  expect(resetText('Command', undefined)).toBe('Clear Command');
});
