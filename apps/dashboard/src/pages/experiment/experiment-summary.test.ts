import { expect, test } from 'vitest';
import { sampleRun } from '../run/live/sample-run.ts';
import { bestRun, compareAddress, mainMetric, shareDone, statusWords } from './experiment-summary.ts';

const half = sampleRun({ number: 1, metrics: { 'validation/accuracy': 0.5, 'train/loss': 1 } });
const done = sampleRun({
  id: 'b',
  number: 2,
  status: 'completed',
  metrics: { 'validation/accuracy': 0.7, 'test/accuracy': 0.6 },
});
const failed = sampleRun({ id: 'c', number: 3, status: 'failed' });

test('ended runs count whole, others by their progress', () => {
  expect(shareDone([half, done, failed])).toBeCloseTo(2.5 / 3);
  expect(shareDone([])).toBeNull();
});

test('statuses are counted in the order of interest', () => {
  expect(statusWords([failed, done, half, half])).toBe('4 runs: 2 running, 1 completed, 1 failed');
  expect(statusWords([])).toBe('no runs');
});

test('runs are judged by what most of them have, and the best one is found', () => {
  const metric = mainMetric([half, done, failed]);
  expect(metric?.key).toBe('validation/accuracy');
  expect(metric === null ? null : bestRun([half, done, failed], metric)).toBe('b');
  expect(mainMetric([failed])).toBeNull();
  expect(mainMetric([])).toBeNull();
});

test('NaN is never the best', () => {
  const broken = sampleRun({ id: 'd', metrics: { 'train/loss': 'NaN' } });
  const metric = mainMetric([broken]);
  expect(metric === null ? null : bestRun([broken], metric)).toBeNull();
});

test('what has results is compared, ten at most', () => {
  expect(compareAddress([half, done, failed])).toEqual({ href: '/compare?ids=1,2', left: 0 });
  expect(compareAddress([half, failed])).toBeNull();
  const many = Array.from({ length: 12 }, (_, i) => sampleRun({ number: i + 1, metrics: { a: 1 } }));
  expect(compareAddress(many)?.left).toBe(2);
});
