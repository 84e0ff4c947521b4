import type { Dataset, DatasetVersion } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { wishedDataset } from './wished-dataset.ts';

function dataset(name: string, kind: DatasetVersion['kind']): Dataset {
  const latest = { version: 2, kind, samples: 10, classes: [], units: [], conditions: [], seconds: null };
  const versions = [latest, { ...latest, version: 1 }];
  return { id: name, name, latest, versions, created_at: '2026-01-01T00:00:00Z' } as unknown as Dataset;
}

const needs = {
  dataset: { kinds: ['signals' as const], labels: false, columns: [], split: true, windows: false },
  runs: null,
  models: null,
  language_models: null,
  prompt: false,
  upload: false,
};
const all = [dataset('bench', 'signals'), dataset('prices', 'table')];

test('the data set that somebody came with is kept where the trainer works on it, in the version that was named', () => {
  expect(wishedDataset(needs, all, 'bench')).toBe('bench');
  expect(wishedDataset(needs, all, 'bench@1')).toBe('bench@1');
});

test('one of another kind, one that is not there, or none leave the choice to the trainer', () => {
  for (const wish of ['prices', 'bench@7', 'nowhere', undefined]) {
    expect(wishedDataset(needs, all, wish), wish ?? 'none').toBeUndefined();
  }
  expect(wishedDataset({ ...needs, dataset: null }, all, 'bench')).toBeUndefined();
});
