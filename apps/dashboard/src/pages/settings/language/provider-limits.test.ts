import { expect, test } from 'vitest';
import { limitBody, limitFault, usualLimits } from './provider-limits.ts';

test('limits are numbers, and no calls a minute means no limit', () => {
  expect(limitFault(usualLimits)).toBeNull();
  expect(limitBody(usualLimits)).toEqual({ max_concurrent: 8, max_per_minute: null, timeout_s: 60, retries: 4 });
  expect(limitBody({ ...usualLimits, perMinute: '600', timeout: '0,5' })).toMatchObject({
    max_per_minute: 600,
    timeout_s: 0.5,
  });
  expect(limitFault({ ...usualLimits, retries: '' })).toBe('Further attempts: expected a number, got "".');
  expect(limitFault({ ...usualLimits, perMinute: 'many' })).toBe('Calls a minute: expected a number, got "many".');
});
