import type { ModelVersion } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { toggled } from './chosen-models.ts';

const net = { name: 'net', latest: { name: 'net', version: 3 } as ModelVersion };

it('a model is chosen at its newest version and left out again; one without a version is not chosen', () => {
  const one = toggled(new Map(), net);
  expect([...one.values()].map(({ version }) => version)).toEqual([3]);
  const two = toggled(one, { name: 'other', latest: { name: 'other', version: 1 } as ModelVersion });
  expect([...toggled(two, net).keys()]).toEqual(['other']);
  expect(toggled(one, { name: 'empty', latest: null }).size).toBe(1);
});
