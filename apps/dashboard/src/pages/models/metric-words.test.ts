import { expect, it } from 'vitest';
import { caveatOf, metricWords, modelNameFrom, nameFault } from './metric-words.ts';

const metric = {
  key: 'test/accuracy',
  label: 'Accuracy',
  value: 0.93,
  low: 0.9,
  high: 0.95,
  unit: '',
  better: 'higher' as const,
  note: null,
};

it('a version is told by its headline with the interval, and why it flatters', () => {
  expect(metricWords({ metric })).toBe('Accuracy 93.0\u202f% (90.0 to 95.0)');
  expect(metricWords({ metric: null })).toBeNull();
  expect(caveatOf({ metric: { ...metric, note: 'of the metric' }, split: null })).toBe('of the metric');
  expect(caveatOf({ metric, split: { by: 'window', note: 'upper bound' } })).toBe('upper bound');
});

it('names are made of any words and checked as the server does', () => {
  expect(modelNameFrom('1D CNN, Bearing rig (night)')).toBe('d-cnn-bearing-rig-night');
  expect(modelNameFrom('Müller  –  2')).toBe('mu-ller-2');
  expect(modelNameFrom('試験')).toBe('');
  expect(modelNameFrom('x'.repeat(80))).toHaveLength(60);
  expect(nameFault('bearing-net')).toBeNull();
  for (const name of ['', 'Bearing', '-a', 'a-', 'a--b', '2a', 'a b', '<script>', 'x'.repeat(61)])
    expect(nameFault(name), name).not.toBeNull();
});
