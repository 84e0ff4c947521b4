import type { Dataset, DatasetVersion } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { firstDataset, readDatasetRef, splitUnits, suitingDatasets, versionOf, windowOf } from './suiting-datasets.ts';

function dataset(name: string, latest: Partial<DatasetVersion>): Dataset {
  const version: DatasetVersion = {
    id: name,
    version: 1,
    digest: 'd',
    kind: 'signals',
    samples: 10,
    size: 1,
    classes: [
      { label: 'a', samples: 5, units: 1 },
      { label: 'b', samples: 5, units: 1 },
    ],
    units: [],
    rates_hz: [],
    seconds: null,
    conditions: ['load'],
    channels: [],
    badge: null,
    notes: [],
    run: null,
    created_at: '2026-01-01T00:00:00Z',
    ...latest,
  };
  return { id: name, name, latest: version, versions: [version], created_at: version.created_at };
}

const needs = {
  dataset: { kinds: ['signals' as const], labels: true, columns: ['load'], split: true, windows: false },
  runs: null,
  models: null,
  language_models: null,
  prompt: false,
  upload: false,
};
const all = [
  dataset('old', {}),
  dataset('new', { created_at: '2026-02-01T00:00:00Z' }),
  dataset('newest-without-labels', { created_at: '2026-03-01T00:00:00Z', classes: [] }),
  dataset('no-load', { conditions: [] }),
  dataset('table', { kind: 'table' }),
];

test('data sets of the right kind are offered, complete and new ones first', () => {
  expect(suitingDatasets(needs, all).map(({ dataset, lacks }) => [dataset.name, lacks])).toEqual([
    ['new', null],
    ['old', null],
    ['newest-without-labels', 'has no labels'],
    ['no-load', 'lacks the column load'],
  ]);
  expect(firstDataset(needs, all)).toBe('new');
});

test('a trainer without data gets none', () => {
  expect(firstDataset({ ...needs, dataset: null }, all)).toBeNull();
  expect(firstDataset(needs, [])).toBeNull();
});

test('a reference names the newest version or one', () => {
  expect(readDatasetRef('demo@2')).toEqual({ name: 'demo', version: 2 });
  expect(readDatasetRef('demo')).toEqual({ name: 'demo', version: null });
  expect(versionOf(all, 'old@1')?.id).toBe('old');
  expect(versionOf(all, 'old@2')).toBeNull();
  expect(versionOf(all, 'gone')).toBeNull();
});

test('a split may go by any column of the data', () => {
  expect(splitUnits(null)).toEqual(['unit', 'recording', 'window']);
  expect(splitUnits({ units: [{ column: 'rig', values: 3, physical: true }], conditions: ['load', 'unit'] })).toEqual([
    'unit',
    'recording',
    'window',
    'rig',
    'load',
  ]);
});

test('a data set whose recordings are shorter than the window does not come first', () => {
  const seconds = (min: number) => ({ min, max: 1, total: 10 });
  const signals = [
    dataset('long', { seconds: seconds(1) }),
    dataset('short', { seconds: seconds(0.1), created_at: '2026-05-01T00:00:00Z' }),
  ];
  const cuts = { ...needs, dataset: { ...needs.dataset, windows: true } };
  expect(firstDataset(cuts, signals, 0.25)).toBe('long');
  expect(firstDataset(cuts, signals, 0.05)).toBe('short');
  expect(suitingDatasets(cuts, signals, 0.25)[1]?.lacks).toBe(
    'its shortest recording (0.1 s) is shorter than the window',
  );
  const preset = (config: Record<string, unknown>) => [
    { id: 'p', title: 'P', purpose: 'p', recommended: true, config },
  ];
  const defaults = { window: { seconds: 0.25 } };
  expect(windowOf({ presets: preset({ window: { seconds: 0.5 } }), defaults }, 'p')).toBe(0.5);
  expect(windowOf({ presets: preset({ 'window.seconds': 0.1 }), defaults }, 'p')).toBe(0.1);
  expect(windowOf({ presets: preset({}), defaults }, 'p')).toBe(0.25);
  expect(windowOf({ presets: [], defaults: {} }, null)).toBeNull();
});
