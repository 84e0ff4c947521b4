import { expect, test } from 'vitest';
import { sampleRun } from '../live/sample-run.ts';
import { TimelineBook } from './timeline-book.ts';

const at = '2026-03-05T14:00:00.000Z';
const warning = (seq: number) => ({
  seq,
  kind: 'warning-raised' as const,
  data: { code: 'c', message: `m${seq}` },
  at,
});
const progress = (seq: number, epoch: number) => ({
  seq,
  kind: 'progress-reported' as const,
  data: { ...sampleRun().progress, epoch },
  at,
});

test('events are told once, newest first, in whatever order they are loaded', () => {
  const book = new TimelineBook();
  book.apply(warning(9));
  book.load([warning(2), warning(5), warning(9)]);
  expect(book.snapshot().loaded).toBe(true);
  expect(book.snapshot().entries.map(({ seq }) => seq)).toEqual([9, 5, 2]);
});

test('an epoch makes one entry, not one for each report of it', () => {
  const book = new TimelineBook();
  book.load([progress(1, 1), progress(2, 1), progress(3, 2)]);
  book.apply(progress(4, 2));
  book.apply(progress(5, 3));
  expect(book.snapshot().entries.map(({ title }) => title)).toEqual([
    'Epoch 3 of 60 done',
    'Epoch 2 of 60 done',
    'Epoch 1 of 60 done',
  ]);
});

test('nobody is told when nothing is new to read', () => {
  const book = new TimelineBook();
  let told = 0;
  book.subscribe(() => {
    told += 1;
  });
  book.apply({ seq: 1, kind: 'metrics-reported', data: { attempt: 1, points: {} }, at });
  expect(told).toBe(0);
});

test('it knows the steps that attempts went on from', () => {
  const book = new TimelineBook();
  const data = { attempt: 2, worker: 'w', host: 'h', resumed_from: 'ep-21', resumed_step: 21 };
  book.load([
    { seq: 1, kind: 'attempt-started', data: { ...data, attempt: 1, resumed_from: null, resumed_step: null }, at },
  ]);
  book.apply({ seq: 2, kind: 'attempt-started', data, at });
  book.apply({ seq: 2, kind: 'attempt-started', data, at });
  expect(book.snapshot().resumes).toEqual([21]);
});
