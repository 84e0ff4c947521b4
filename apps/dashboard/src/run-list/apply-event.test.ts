import type { StreamedEvent } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { applyEvent, applyEvents } from './apply-event.ts';

const run = {
  id: 'a',
  last_seq: 10,
  status: 'running',
  metrics: { x: 1 },
  pending: [],
  reason: null,
} as unknown as Run;
const event = (kind: string, data: unknown, seq = 11, run_id = 'a') =>
  ({ kind, data, seq, run_id, at: '', cursor: '' }) as unknown as StreamedEvent;

test('progress, metrics and status follow the events', () => {
  const progress = { fraction: 0.5, epoch: 3 };
  expect(applyEvent(run, event('progress-reported', progress)).progress).toEqual(progress);
  const points = {
    x: [
      [1, 2, 0],
      [2, 'NaN', 1],
    ],
    y: [],
    z: [[1, 7, 0]],
  };
  expect(applyEvent(run, event('metrics-reported', { points })).metrics).toEqual({ x: 'NaN', z: 7 });
  expect(applyEvent(run, event('status-changed', { to: 'paused', reason: null }))).toMatchObject({
    status: 'paused',
    last_seq: 11,
  });
});

test('a command waits until it is answered', () => {
  const asked = applyEvent(run, event('command-issued', { action: 'pause' }));
  expect(asked.pending).toEqual(['pause']);
  expect(applyEvent(asked, event('command-answered', { action: 'pause' }, 12)).pending).toEqual([]);
});

test('what is old, of another run or not shown changes nothing', () => {
  expect(applyEvent(run, event('status-changed', { to: 'failed' }, 10))).toBe(run);
  expect(applyEvent(run, event('status-changed', { to: 'failed' }, 11, 'b'))).toBe(run);
  expect(applyEvent(run, event('log-written', {}))).toBe(run);
  const runs = [run];
  expect(applyEvents(runs, [event('log-written', {})])).toBe(runs);
  expect(applyEvents(runs, [event('status-changed', { to: 'failed' })])[0]?.status).toBe('failed');
});
