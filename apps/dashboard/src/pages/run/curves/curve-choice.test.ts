import { expect, test } from 'vitest';
import { parseMetricKey } from '../metrics/metric-key.ts';
import { axisOf, firstChoice, groupedKeys, hueOf } from './curve-choice.ts';

const keys = [
  'learning_rate',
  'companion_learning_rate',
  'system/cpu_percent',
  'test/accuracy',
  'train/companion_loss',
  'train/loss',
  'validation/accuracy',
  'validation/companion_loss',
  'validation/loss',
];

test('loss and accuracy of training and validation are drawn at first', () => {
  expect(firstChoice(keys)).toEqual(['train/loss', 'validation/loss', 'validation/accuracy']);
});

test('what is watched on the training part by a name of its own stands beside the score', () => {
  const own = ['train/observed_score', 'validation/score', 'validation/token_f1', 'calls'];
  expect(firstChoice(own)).toEqual(['train/observed_score', 'validation/score']);
});

test('a program that names its metrics by itself is drawn too', () => {
  expect(firstChoice(['signals', 'signals_per_second'])).toEqual(['signals', 'signals_per_second']);
  expect(firstChoice(['test/f1'])).toEqual(['test/f1']);
  expect(firstChoice([])).toEqual([]);
});

test('shares stand on the right beside losses, alone on the left', () => {
  const loss = parseMetricKey('train/loss');
  const share = parseMetricKey('train/accuracy');
  const rate = parseMetricKey('learning_rate');
  expect([axisOf(loss, [loss, share]), axisOf(share, [loss, share])]).toEqual(['left', 'right']);
  expect(axisOf(share, [share])).toBe('left');
  expect(axisOf(rate, [loss, rate])).toBe('right');
});

test('a loss is blue, an accuracy orange, others follow, and groups of one metric share its hue', () => {
  const chosen = ['train/loss', 'validation/loss', 'validation/accuracy', 'learning_rate', 'grad_norm'].map(
    parseMetricKey,
  );
  expect(chosen.map((metric) => hueOf(metric, chosen))).toEqual([0, 0, 1, 2, 3]);
});

test('all metrics are listed by name with their groups', () => {
  const found = groupedKeys(keys).find(({ name }) => name === 'loss');
  expect(found?.metrics.map(({ group }) => group)).toEqual(['train', 'validation']);
  expect(groupedKeys(keys).some(({ name }) => name.includes('cpu'))).toBe(false);
});
