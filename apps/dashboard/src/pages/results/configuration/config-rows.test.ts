import { expect, it } from 'vitest';
import { configRows } from './config-rows.ts';

it('flattens groups, keeps values that are objects, and tells where each came from', () => {
  const config = { model: { depth: 3, name: '' }, class_weights: { a: 1 }, folds: [1, 2], seed: null };
  const origin = { 'model.depth': 'preset', class_weights: 'set', folds: 'default' } as const;
  expect(configRows({ config, origin })).toEqual([
    { key: 'class_weights', value: '{"a":1}', origin: 'set' },
    { key: 'folds', value: '[1,2]', origin: 'default' },
    { key: 'model.depth', value: '3', origin: 'preset' },
    { key: 'model.name', value: '(empty)', origin: null },
    { key: 'seed', value: 'null', origin: null },
  ]);
});
