import { expect, test } from 'vitest';
import { emptyDraft } from '../draft/draft.ts';
import { readSeeds, splitValues, valueVariations, variationName, withVariations } from './variations.ts';

const schema = {
  type: 'object',
  properties: {
    epochs: { type: 'integer' },
    kernels: { type: 'array', items: { type: 'integer' } },
    model: { type: 'string' },
  },
};

test('seeds are ranges and single numbers', () => {
  expect(readSeeds('1-3, 8, 2')).toEqual([1, 2, 3, 8]);
  for (const text of ['', 'x', '5-1', '1-1000', '-3', '1.5', '9999999999']) expect(readSeeds(text)).toBeNull();
});

test('values are parted at commas outside of lists', () => {
  expect(splitValues('[3, 5], [7] ,')).toEqual(['[3, 5]', '[7]']);
  expect(splitValues('10, 20')).toEqual(['10', '20']);
});

test('values have the kind that the schema says', () => {
  expect(valueVariations(schema, 'epochs', '10, x')).toEqual([
    { changes: { epochs: 10 } },
    { changes: { epochs: 'x' } },
  ]);
  expect(valueVariations(schema, 'kernels', '[3,5],[7]')).toEqual([
    { changes: { kernels: [3, 5] } },
    { changes: { kernels: [7] } },
  ]);
  expect(valueVariations(schema, 'model', 'svm')).toEqual([{ changes: { model: 'svm' } }]);
});

test('a variation is named by what it does otherwise', () => {
  expect(variationName({ id: 'a', seed: 3, changes: { epochs: 20, gone: 'x' } }, schema)).toBe(
    'seed 3, epochs 20, gone (unknown) x',
  );
  expect(variationName({ id: 'a', preset: 'max', dataset: 'demo' }, schema)).toBe('preset max, on demo');
});

test('the same variation is never there twice', () => {
  let n = 0;
  const newId = () => {
    n += 1;
    return String(n);
  };
  const once = withVariations(emptyDraft('n'), [{ seed: 1 }, { seed: 2 }, { seed: 1 }], newId);
  expect(once.variations).toEqual([
    { id: '1', seed: 1 },
    { id: '2', seed: 2 },
  ]);
  expect(withVariations(once, [{ seed: 2 }], newId).variations).toHaveLength(2);
  const many = withVariations(
    once,
    Array.from({ length: 200 }, (_, seed) => ({ seed })),
    newId,
  );
  expect(many.variations).toHaveLength(99);
});
