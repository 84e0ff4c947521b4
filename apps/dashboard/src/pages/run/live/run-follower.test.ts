import type { StreamedEvent } from '@trainyard/api-client';
import { expect, test } from 'vitest';
import { RunFollower } from './run-follower.ts';
import { sampleRun } from './sample-run.ts';

function follow() {
  const pictures: (() => void)[] = [];
  const follower = new RunFollower(sampleRun(), { now: () => 0, beforePaint: (draw) => pictures.push(draw) });
  let told = 0;
  follower.subscribe(() => {
    told += 1;
  });
  const draw = () => {
    for (const picture of pictures.splice(0)) picture();
    return told;
  };
  return { follower, draw };
}

function points(seq: number, value: number): StreamedEvent {
  const data = { attempt: 1, points: { 'train/loss': [[seq, value, 0] satisfies [number, number, number]] } };
  return { run_id: sampleRun().id, seq, kind: 'metrics-reported', data, at: '', cursor: '' };
}

test('many events are one picture', () => {
  const { follower, draw } = follow();
  for (let seq = 11; seq < 200; seq += 1) follower.apply(points(seq, seq));
  expect(draw()).toBe(1);
  expect(follower.snapshot().readings.get('train/loss')?.value).toBe(199);
});

test('held figures stay, the count of what waits rises, the status still moves', () => {
  const { follower, draw } = follow();
  follower.apply(points(11, 1));
  draw();
  follower.hold(true);
  follower.apply(points(12, 2));
  follower.apply(points(13, 3));
  const actor = { kind: 'user', id: 'u', name: 'bob' };
  const data = { from: 'running', to: 'pausing', on: 'pause', actor, reason: null };
  follower.apply({
    run_id: sampleRun().id,
    seq: 14,
    kind: 'status-changed',
    data,
    at: '',
    cursor: '',
  } as StreamedEvent);
  draw();
  expect(follower.snapshot()).toMatchObject({ held: true, waiting: 2, run: { status: 'pausing' } });
  expect(follower.snapshot().readings.get('train/loss')?.value).toBe(1);
  follower.hold(false);
  draw();
  expect(follower.snapshot()).toMatchObject({ held: false, waiting: 0 });
  expect(follower.snapshot().readings.get('train/loss')?.value).toBe(3);
});

test('a series that arrives late joins what came live', () => {
  const { follower, draw } = follow();
  follower.apply(points(11, 4));
  const low = { value: 1, step: 2, near: false };
  follower.learn([{ key: 'train/loss', value: 3, step: 5, before: [1], low, high: null }]);
  draw();
  expect(follower.snapshot().readings.get('train/loss')).toMatchObject({ value: 4, low: { value: 1, step: 2 } });
});

test('the record of another run is not taken', () => {
  const { follower, draw } = follow();
  follower.refresh(sampleRun({ id: '01890000-0000-7000-8000-00000000ffff', name: 'other' }));
  draw();
  expect(follower.snapshot().run.name).toBe('amber-otter');
});

test('points that the stream brings after a newer record of the server are still counted, and repeats are not', () => {
  const { follower, draw } = follow();
  follower.refresh(sampleRun({ last_seq: 15, metrics: { 'train/loss': 9 } }));
  expect(follower.apply(points(11, 1))).toBe(true);
  expect(follower.apply(points(12, 5))).toBe(true);
  expect(follower.apply(points(12, 5))).toBe(false);
  draw();
  expect(follower.snapshot().run.last_seq).toBe(15);
  expect(follower.snapshot().readings.get('train/loss')).toMatchObject({ low: { value: 1 }, high: { value: 5 } });
});
