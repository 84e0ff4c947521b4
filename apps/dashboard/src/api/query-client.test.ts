import { ApiError } from '@trainyard/api-client';
import { expect, test } from 'vitest';
import { isWorthRetrying } from './query-client.ts';

const refusal = (status: number) =>
  new ApiError({ code: 'run-not-found', status, detail: 'There is no run 5.', hint: 'Look again.', issues: [] });

test('what we asked wrongly is not asked again', () => {
  expect(isWorthRetrying(0, refusal(404))).toBe(false);
  expect(isWorthRetrying(0, refusal(422))).toBe(false);
});

test('a server that is away, busy or broken is asked three times more', () => {
  for (const status of [0, 429, 500, 503]) {
    expect(isWorthRetrying(2, refusal(status))).toBe(true);
    expect(isWorthRetrying(3, refusal(status))).toBe(false);
  }
});
