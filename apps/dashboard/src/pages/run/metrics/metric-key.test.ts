import { expect, test } from 'vitest';
import { isSystemKey, parseMetricKey, stageOf } from './metric-key.ts';

test('a key tells its group, its name and which end is good', () => {
  expect(parseMetricKey('validation/accuracy')).toMatchObject({
    group: 'validation',
    name: 'accuracy',
    label: 'Val accuracy',
    better: 'higher',
    isShare: true,
  });
  expect(parseMetricKey('train/log_loss')).toMatchObject({ label: 'Train log loss', better: 'lower', isShare: false });
});

test('a name that says nothing gets no good end, and a slash of a foreign program stays in the name', () => {
  expect(parseMetricKey('learning_rate')).toMatchObject({ group: null, label: 'Learning rate', better: null });
  expect(parseMetricKey('epoch/grad norm')).toMatchObject({ group: null, name: 'epoch/grad norm', better: null });
});

test('an error that has accuracy in its name is still an error', () => {
  expect(parseMetricKey('validation/accuracy_error')).toMatchObject({ better: 'lower', isShare: false });
});

test('readings of the machine are told apart', () => {
  expect(isSystemKey('system/cpu_percent')).toBe(true);
  expect(isSystemKey('systematic/error')).toBe(false);
});

test('a phase of the training is read from the name of its loss', () => {
  expect(stageOf('companion_loss')).toBe('companion');
  expect(stageOf('loss')).toBe('');
});
