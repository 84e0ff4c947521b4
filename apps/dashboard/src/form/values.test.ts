import { expect, test } from 'vitest';
import { differences, leavesOf, nested, sameValue, withChange, withoutChange } from './values.ts';

const schema = {
  type: 'object',
  properties: {
    epochs: { type: 'integer', default: 10 },
    env: { type: 'object', additionalProperties: { type: 'string' } },
    window: { type: 'object', properties: { seconds: { type: 'number' }, overlap: { type: 'integer' } } },
  },
};

test('a configuration is opened as far as the schema names its keys', () => {
  expect(leavesOf(schema, { epochs: 3, env: { A: '1' }, window: { seconds: 0.5 }, odd: { x: 1 } })).toEqual({
    epochs: 3,
    env: { A: '1' },
    'window.seconds': 0.5,
    odd: { x: 1 },
  });
});

test('a value that is the preset’s own again is no change', () => {
  const base = { epochs: 10, kernels: [3, 5] };
  const changed = withChange({}, base, 'epochs', 20);
  expect(changed).toEqual({ epochs: 20 });
  expect(withChange(changed, base, 'epochs', 10)).toEqual({});
  expect(withChange({}, base, 'kernels', [3, 5])).toEqual({});
  expect(withChange(changed, base, 'epochs', undefined)).toEqual({});
  expect(withoutChange({ a: 1, b: 2 }, 'a')).toEqual({ b: 2 });
});

test('differences from a base are found by value', () => {
  const base = { a: 1, b: [1, { c: 2 }], d: 'x' };
  expect(differences({ a: 1, b: [1, { c: 2 }], d: 'y', e: null }, base)).toEqual({ d: 'y', e: null });
  expect(sameValue({ a: undefined }, {})).toBe(false);
  expect(sameValue({ a: Number.NaN }, { a: Number.NaN })).toBe(true);
});

test('dotted values become the object that files hold, whatever their names', () => {
  expect(nested({ epochs: 3, 'window.seconds': 1, 'window.overlap': 50 })).toEqual({
    epochs: 3,
    window: { seconds: 1, overlap: 50 },
  });
  const odd = nested({ '__proto__.x': 1 });
  expect(Object.keys(odd)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});
