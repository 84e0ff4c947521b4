import type { HostSample, Worker } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { hostsOf, slotsOf } from './hosts.ts';

const worker = (host: string, extra: Partial<Worker> = {}): Worker =>
  ({ host, status: 'ready', slots: 2, busy: 1, sample: null, ...extra }) as Worker;
const sample = (at: string) => ({ at }) as HostSample;

test('workers of one computer are one host, by its newest look', () => {
  const workers = [
    worker('a', { sample: sample('2026-01-01T00:00:01Z') }),
    worker('a', { sample: sample('2026-01-01T00:00:05Z') }),
    worker('b', { status: 'lost', sample: sample('2026-01-01T00:00:01Z') }),
    worker('c'),
  ];
  expect(hostsOf(workers)).toEqual([{ name: 'a', sample: sample('2026-01-01T00:00:05Z') }]);
});

test('draining workers are busy but offer no slots, lost ones neither', () => {
  const workers = [worker('a'), worker('a', { status: 'draining' }), worker('b', { status: 'lost' })];
  expect(slotsOf(workers)).toEqual({ busy: 2, slots: 2 });
});
