import type { Model, ModelVersion } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { inkFor } from './ink.ts';
import { metricText, modelCard, modelList } from './model-card.ts';

const look = { ink: inkFor(false), columns: 120 };
const now = Date.parse('2026-01-05T09:01:00Z');
const ada = { id: '01900000-0000-7000-8000-000000000001', name: 'ada' };

const version: ModelVersion = {
  id: '01900000-0000-7000-8000-000000000002',
  name: 'bearing-net',
  version: 2,
  run: { id: ada.id, number: 7, name: 'night <b>', trainer: 'signal-cnn', badge: 'SIMULATED' },
  dataset: { name: 'rig', version: 3, digest: 'd'.repeat(64), kind: 'signals' },
  split: { by: 'window', note: 'upper bound' },
  files: [{ path: 'model.pt', kind: 'model', size: 2048, sha256: 'a'.repeat(64), meta: {} }],
  sha256: 'a'.repeat(64),
  size: 2048,
  metric: {
    key: 'test/accuracy',
    label: 'accuracy',
    value: 0.93,
    low: 0.9,
    high: 0.95,
    unit: '',
    better: 'higher',
    note: null,
  },
  note: '',
  aliases: ['champion'],
  used_by: 1,
  owner: ada,
  created_at: '2026-01-05T09:00:00Z',
};
const model: Model = {
  id: ada.id,
  name: 'bearing-net',
  description: '',
  owner: ada,
  latest: version,
  versions: [version, { ...version, version: 1, metric: null, aliases: [], used_by: 0 }],
  aliases: [{ alias: 'champion', version: 2, moved_by: ada, moved_at: version.created_at }],
  created_at: version.created_at,
};

it('a model tells what it is judged by, where it came from and what uses it', () => {
  const card = modelCard(model, now, look);
  for (const words of ['bearing-net@2', '[SIMULATED]', 'accuracy 0.93 (0.9 to 0.95)', 'rig@3', '7 night <b>', '1 run'])
    expect(card).toContain(words);
  expect(card).toMatch(/by window; upper bound/);
  expect(modelCard({ ...model, latest: null, versions: [] }, now, look)).toContain('no version yet');
});

it('a list names the newest of several versions and where the aliases point', () => {
  const list = modelList([model], now, look);
  expect(list).toContain('@2 of 2');
  expect(list).toContain('champion=@2');
  expect(metricText({ metric: null })).toBe('');
});
