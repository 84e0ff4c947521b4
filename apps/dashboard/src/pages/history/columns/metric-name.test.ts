import { expect, test } from 'vitest';
import { betterByName, isShare, metricTitle, tellingMetrics } from './metric-name.ts';

test('the last word that says so decides which way is better', () => {
  expect(betterByName('validation/macro_f1')).toBe('higher');
  expect(betterByName('train/accuracy_loss')).toBe('lower');
  expect(betterByName('learning_rate')).toBeNull();
});

test('shares of one are told from losses', () => {
  expect(isShare('test/accuracy')).toBe(true);
  expect(isShare('accuracy_loss')).toBe(false);
  expect(isShare('epoch')).toBe(false);
});

test('a key is written as a heading', () => {
  expect(metricTitle('validation/macro_f1')).toBe('Validation macro f1');
  expect(metricTitle('/')).toBe('/');
});

test('of the metrics that runs have, the telling ones are shown', () => {
  const counted = [
    { name: 'train/accuracy', runs: 90 },
    { name: 'test/accuracy', runs: 85 },
    { name: 'train/loss', runs: 90 },
    { name: 'validation/loss', runs: 90 },
    { name: 'epoch', runs: 100 },
  ];
  expect(tellingMetrics(counted)).toEqual(['test/accuracy', 'validation/loss']);
  expect(tellingMetrics([{ name: 'steps', runs: 3 }])).toEqual([]);
  expect(tellingMetrics([])).toEqual([]);
});
