import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('doubles, less up to half by chance, and never grows without end', () => {
  const wait = (attempt: number, random: number) =>
    backoffMs(attempt, { baseMs: 500, retryAfterMs: null, random: () => random });
  expect([wait(1, 1), wait(2, 1), wait(3, 1)]).toEqual([500, 1000, 2000]);
  expect(wait(1, 0)).toBe(250);
  expect(wait(40, 1)).toBe(20_000);
});

it('is never shorter than what the provider asked for', () => {
  expect(backoffMs(1, { baseMs: 500, retryAfterMs: 7000, random: () => 0.5 })).toBe(7000);
});
