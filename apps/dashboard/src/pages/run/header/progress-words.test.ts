import { expect, test } from 'vitest';
import { sampleRun } from '../live/sample-run.ts';
import { doingWords, progressWords, secondsLeft, stalledWords, stepWordOf } from './progress-words.ts';

const { progress } = sampleRun();
const nothing = { ...progress, epoch: null, total_epochs: null, fraction: null };

test('progress is told by epochs, else steps, else per cent', () => {
  expect(progressWords(progress)).toBe('Epoch 41 of 60');
  expect(progressWords({ ...nothing, step: 1200, total_steps: 20000 })).toBe('Step 1200 of 20\u202f000');
  expect(progressWords({ ...nothing, step: 3 })).toBe('Step 3');
  expect(progressWords({ ...nothing, fraction: 0.42 })).toBe('42\u202f%');
  expect(progressWords({ ...nothing, step: 0.355, total_steps: 1, fraction: 0.355 })).toBe('36\u202f%');
  expect(progressWords(nothing)).toBeNull();
});

test('a trainer that counts something else is told by its own word', () => {
  const counting = { ...progress, epoch_name: 'iteration' };
  expect(progressWords(counting)).toBe('Iteration 41 of 60');
  expect(stepWordOf(counting, 41)).toBe('iteration');
  expect(stepWordOf(progress, 41)).toBe('epoch');
});

test('phase and message are told together, once', () => {
  expect(doingWords({ ...progress, phase: 'Installing environment', message: 'torch' })).toBe(
    'Installing environment: torch',
  );
  expect(doingWords({ ...progress, phase: 'Evaluating', message: 'Evaluating' })).toBe('Evaluating');
  expect(doingWords({ ...progress, phase: ' ', message: null })).toBeNull();
});

test('the time left counts down, and is not told of a run that waits', () => {
  expect(secondsLeft(sampleRun(), 0, 60_000)).toBe(1080);
  expect(secondsLeft(sampleRun(), 0, 9_999_999)).toBe(0);
  expect(secondsLeft(sampleRun({ status: 'paused' }), 0, 0)).toBeNull();
});

test('silence past the promise is told, while it runs', () => {
  const late = { ...progress, expected_at: '2026-03-05T14:00:00.000Z' };
  const due = Date.parse(late.expected_at);
  expect(stalledWords(sampleRun({ progress: late }), due + 4_000)).toBeNull();
  expect(stalledWords(sampleRun({ progress: late }), due + 65_000)).toContain('1 min 5 s ago');
  expect(stalledWords(sampleRun({ progress: late, status: 'paused' }), due + 65_000)).toBeNull();
});

test('steps that end with the epochs are epochs', () => {
  expect(stepWordOf(progress, 41)).toBe('epoch');
  expect(stepWordOf(progress, 43_000)).toBe('step');
  expect(stepWordOf(progress, 3)).toBe('step');
  expect(stepWordOf(nothing, 3)).toBe('step');
});
