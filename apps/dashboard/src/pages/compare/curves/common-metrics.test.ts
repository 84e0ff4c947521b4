import { expect, it } from 'vitest';
import { offeredMetrics } from './common-metrics.ts';

it('what all runs have comes first, scores on validation before losses and training', () => {
  const all = ['train/accuracy', 'validation/loss', 'validation/accuracy', 'system/cpu_percent'];
  const series = [
    [...all.map((key) => ({ key, count: 9 })), { key: 'test/accuracy', count: 1 }, { key: 'only/here', count: 9 }],
    [...all.map((key) => ({ key, count: 30 })), { key: 'test/accuracy', count: 1 }],
  ];
  expect(offeredMetrics(series).map(({ key, runs, points }) => [key, runs, points])).toEqual([
    ['validation/accuracy', 2, 30],
    ['validation/loss', 2, 30],
    ['train/accuracy', 2, 30],
    ['only/here', 1, 9],
    ['test/accuracy', 2, 1],
  ]);
});

it('runs without metrics offer none', () => {
  expect(offeredMetrics([[], []])).toEqual([]);
});
