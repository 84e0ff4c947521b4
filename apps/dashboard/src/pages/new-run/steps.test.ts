import { expect, test } from 'vitest';
import { stepOf } from './steps.ts';

test('a step needs what the steps before it decide', () => {
  const none = { trainer: null };
  const chosen = { trainer: 'line' };
  expect(stepOf('configure', none, false)).toBe('trainer');
  expect(stepOf('configure', chosen, false)).toBe('configure');
  expect(stepOf(undefined, chosen, false)).toBe('trainer');
  expect(stepOf('nonsense', chosen, false)).toBe('trainer');
  expect(stepOf('launch', chosen, false)).toBe('review');
  expect(stepOf('launch', none, true)).toBe('launch');
});
