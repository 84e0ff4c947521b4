import { expect, test } from 'vitest';
import { modelRefs } from './wished-models.ts';

test('references of models are read from an address, each once and no more than a trainer may take', () => {
  expect(modelRefs('net@1, tree@champion,,net@1')).toEqual(['net@1', 'tree@champion']);
  expect(modelRefs(undefined)).toEqual([]);
  expect(modelRefs(Array.from({ length: 300 }, (_, i) => `net-${i}`).join(','))).toHaveLength(100);
});
