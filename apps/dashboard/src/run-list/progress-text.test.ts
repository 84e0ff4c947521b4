import { expect, test } from 'vitest';
import { progressText } from './progress-text.ts';

const unknown = {
  fraction: null,
  step: null,
  total_steps: null,
  epoch: null,
  total_epochs: null,
  phase: null,
  message: null,
  eta_s: null,
  expected_at: null,
};

test('epochs are told before steps, and steps before per cent', () => {
  expect(progressText({ ...unknown, epoch: 4, total_epochs: 60, step: 9, total_steps: 10 })).toBe('4/60');
  expect(progressText({ ...unknown, step: 9.7, total_steps: 10, fraction: 0.97 })).toBe('9/10');
  expect(progressText({ ...unknown, fraction: 0.999 })).toBe('99\u202f%');
  expect(progressText({ ...unknown, epoch: 0, total_epochs: 1, step: 2, total_steps: 4 })).toBe('2/4');
  expect(progressText(unknown)).toBeNull();
});
