import type { HostSample } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { oldWords, systemMeters } from './system-meters.ts';

const sample = (changes: Partial<HostSample> = {}): HostSample => ({
  at: '2026-03-05T14:00:00.000Z',
  cpu_percent: 46,
  cores: 16,
  memory_bytes: 12e9,
  memory_total_bytes: 24e9,
  disk_read_bytes_s: 0,
  disk_write_bytes_s: 38e6,
  disk_free_bytes: 1e11,
  disk_total_bytes: 5e11,
  gpus: [],
  ...changes,
});

test('the host is told with what the run takes of it', () => {
  const own = new Map([
    ['cpu_percent', [90, 187]],
    ['memory_bytes', [4.1e9]],
  ]);
  const meters = systemMeters([sample({ cpu_percent: 10 }), sample()], own);
  expect(meters.map(({ id }) => id)).toEqual(['cpu', 'memory', 'disk-write']);
  expect(meters[0]).toMatchObject({
    fraction: 0.46,
    text: '46\u202f%',
    note: 'this run 187\u202f% of one core, 16 cores',
    history: [10, 46],
  });
  expect(meters[1]).toMatchObject({ fraction: 0.5, text: '12.0 GB of 24.0 GB', note: 'this run 4.1 GB' });
});

test('every GPU has its use and its memory', () => {
  const gpu = { index: 0, name: 'a GPU', used_percent: 82, memory_bytes: 31e9, memory_total_bytes: 80e9 };
  const meters = systemMeters([sample({ gpus: [gpu] })], new Map());
  expect(meters.slice(0, 2)).toMatchObject([
    { label: 'GPU 0', text: '82\u202f%', note: 'a GPU' },
    { label: 'GPU memory', text: '31.0 GB of 80.0 GB' },
  ]);
});

test('without a host the run tells of itself, and nothing is made up', () => {
  expect(systemMeters([], new Map())).toEqual([]);
  const meters = systemMeters([], new Map([['memory_bytes', [1e9, 3e9, 2e9]]]));
  expect(meters).toMatchObject([{ label: 'RAM of this run', text: '2.0 GB', note: 'at most 3.0 GB', fraction: null }]);
});

test('a host whose load is unknown has an empty meter', () => {
  expect(systemMeters([sample({ cpu_percent: 'NaN' })], new Map())[0]).toMatchObject({ fraction: null });
});

test('an old reading is told to be old', () => {
  const now = Date.parse('2026-03-05T14:01:30.000Z');
  expect(oldWords(sample(), now)).toContain('1 min 30 s old');
  expect(oldWords(sample(), now - 80_000)).toBeNull();
  expect(oldWords(undefined, now)).toBeNull();
});
