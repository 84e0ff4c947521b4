import type { Run, Worker } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { inQueueOrder, waitsFor } from './queue-order.ts';

const run = (number: number, extra: Partial<Run> = {}): Run =>
  ({
    number,
    priority: 'normal',
    queued_at: `2026-01-01T00:00:${String(number).padStart(2, '0')}Z`,
    created_at: '2026-01-01T00:00:00Z',
    gpus: 0,
    reason: null,
    ...extra,
  }) as Run;
const worker = (slots: number, busy: number, extra: Partial<Worker> = {}): Worker =>
  ({ status: 'ready', slots, busy, gpus: [], ...extra }) as unknown as Worker;

test('the queue is told in the order in which it is taken', () => {
  const runs = [run(3), run(1, { priority: 'low' }), run(2), run(4, { priority: 'high' })];
  expect(inQueueOrder(runs).map(({ number }) => number)).toEqual([4, 2, 3, 1]);
});

test('a run says what it waits for', () => {
  expect(waitsFor(run(1), 1, [])).toContain('none is there');
  expect(waitsFor(run(1), 1, [worker(2, 0, { status: 'draining' })])).toContain('draining');
  expect(waitsFor(run(1), 1, [worker(2, 2)])).toBe('a free slot: all 2 slots are busy');
  expect(waitsFor(run(1), 3, [worker(1, 1)])).toBe('2 runs before it; the one slot is busy');
  expect(waitsFor(run(1), 1, [worker(2, 1)])).toContain('in a moment');
  expect(waitsFor(run(1, { gpus: 1 }), 1, [worker(2, 0)])).toBe('a worker with a GPU');
  expect(waitsFor(run(1, { gpus: 2 }), 1, [worker(2, 0, { gpus: [0] })])).toContain('2 GPUs');
  expect(waitsFor(run(1), 1, undefined)).toBe('its turn');
});

test('a run that came back to the queue says why', () => {
  const reason = { code: 'worker-lost', message: 'The worker stopped beating.', hint: null, detail: {} } as const;
  expect(waitsFor(run(1, { reason }), 1, [])).toBe('The worker stopped beating.');
});
