import type { StreamedEvent } from '@trainyard/api-client';
import { expect, test } from 'vitest';
import { applyEvent, elapsedSeconds, type LiveRun, refreshLiveRun, startLiveRun } from './apply-event.ts';
import { sampleRun } from './sample-run.ts';

const now = 1_000_000;
let seq = 10;

function event<K extends StreamedEvent['kind']>(kind: K, data: Extract<StreamedEvent, { kind: K }>['data']) {
  seq += 1;
  const at = '2026-03-05T14:00:00.000Z';
  return { run_id: sampleRun().id, seq, kind, data, at, cursor: '' } as StreamedEvent;
}

function after(live: LiveRun, ...events: StreamedEvent[]): LiveRun {
  return events.reduce((so, one) => applyEvent(so, one, now + 5_000), live);
}

const actor = { kind: 'user' as const, id: 'u', name: 'ada' };

test('a command is pending from when it was issued until it was answered, by whoever', () => {
  const asked = after(
    startLiveRun(sampleRun(), now),
    event('command-issued', { command: 'c', action: 'pause', actor }),
  );
  expect(asked.run.pending).toEqual(['pause']);
  const answered = event('command-answered', { command: 'c', action: 'pause', result: 'ok', message: null });
  expect(after(asked, answered).run.pending).toEqual([]);
});

test('what was heard already changes nothing', () => {
  const live = startLiveRun(sampleRun(), now);
  const first = event('warning-raised', { code: 'x', message: 'y' });
  const once = after(live, first);
  expect(applyEvent(once, first, now)).toBe(once);
  const { last_seq } = once.run;
  expect(last_seq).toBe(first.seq);
});

test('the clock of a run stands still while it is paused', () => {
  const running = startLiveRun(sampleRun({ running_s: 100 }), now);
  expect(elapsedSeconds(running, now + 3_000)).toBe(103);
  const moved = { from: 'pausing' as const, to: 'paused' as const, on: 'left', actor, reason: null };
  const paused = after(running, event('status-changed', moved));
  expect(paused.run.running_s).toBe(105);
  expect(elapsedSeconds(paused, now + 60_000)).toBe(105);
});

test('an end is told with its reason, and nothing is pending any more', () => {
  const reason = { code: 'trainer-error' as const, message: 'No.', hint: null, detail: {} };
  const live = startLiveRun(sampleRun({ pending: ['pause'] }), now);
  const failed = event('status-changed', { from: 'running', to: 'failed', on: 'fault', actor, reason });
  expect(after(live, failed).run).toMatchObject({
    status: 'failed',
    reason: { message: 'No.' },
    pending: [],
    ended_at: '2026-03-05T14:00:00.000Z',
  });
});

test('metrics move the readings; those of the machine have a place of their own', () => {
  const points = {
    'train/loss': [
      [1, 2, 0],
      [2, 'NaN', 0],
    ],
    'system/cpu_percent': [[1, 50, 0]],
  } as never;
  const live = after(startLiveRun(sampleRun(), now), event('metrics-reported', { attempt: 1, points }));
  expect([...live.readings.keys()]).toEqual(['train/loss']);
  expect(live.readings.get('train/loss')).toMatchObject({ value: Number.NaN, step: 2, low: { value: 2 } });
});

test('a late answer of the server does not take the page back, and what was edited is taken from it', () => {
  const live = after(startLiveRun(sampleRun(), now), event('warning-raised', { code: 'x', message: 'y' }));
  const late = refreshLiveRun(live, sampleRun({ status: 'queued', name: 'new name', last_seq: 3 }), now);
  expect(late.run).toMatchObject({ status: 'running', name: 'new name' });
  const newer = refreshLiveRun(
    live,
    sampleRun({ status: 'completed', last_seq: 9_999, metrics: { 'test/f1': 1 } }),
    now,
  );
  expect(newer.run.status).toBe('completed');
  expect(newer.readings.get('test/f1')?.value).toBe(1);
});

test('the end of a process takes what was asked of it along', () => {
  const reason = { code: 'worker-lost' as const, message: 'gone', hint: null, detail: {} };
  const live = startLiveRun(sampleRun({ pending: ['checkpoint'] }), now);
  expect(after(live, event('attempt-ended', { attempt: 1, reason, retry_at: null })).run.pending).toEqual([]);
});
