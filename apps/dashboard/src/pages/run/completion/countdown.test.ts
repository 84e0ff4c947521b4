import { expect, test } from 'vitest';
import { startsCountdown } from './countdown.ts';

const watched = { before: 'running', now: 'completed', opensResults: true, stopped: false };

test('who watched the end is moved to the results, and nobody else', () => {
  expect(startsCountdown(watched)).toBe(true);
  expect(startsCountdown({ ...watched, before: null })).toBe(false);
  expect(startsCountdown({ ...watched, before: 'completed' })).toBe(false);
  expect(startsCountdown({ ...watched, now: 'failed' })).toBe(false);
});

test('a person who does not want it, or has stopped it, stays', () => {
  expect(startsCountdown({ ...watched, opensResults: false })).toBe(false);
  expect(startsCountdown({ ...watched, stopped: true })).toBe(false);
});
