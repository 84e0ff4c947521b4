import { expect, test } from 'vitest';
import { launchKey, retryAfterMs } from './launch-key.ts';

test('the same launch has the same key, another content another', () => {
  const key = launchKey('n', { trainer: 'line', config: { epochs: 1 } });
  expect(launchKey('n', { trainer: 'line', config: { epochs: 1 } })).toBe(key);
  expect(launchKey('n', { trainer: 'line', config: { epochs: 2 } })).not.toBe(key);
  expect(launchKey('m', { trainer: 'line', config: { epochs: 1 } })).not.toBe(key);
  expect(key.length).toBeLessThan(200);
});

test('only what may not have arrived is asked again', () => {
  expect(retryAfterMs({ status: 0, code: 'server-unreachable' })).toBeGreaterThan(0);
  expect(retryAfterMs({ status: 503, code: 'database-unreachable' })).toBeGreaterThan(0);
  expect(retryAfterMs({ status: 409, code: 'idempotency-busy' })).toBeGreaterThan(0);
  expect(retryAfterMs({ status: 422, code: 'config-invalid' })).toBeNull();
  expect(retryAfterMs({ status: 500, code: 'unexpected' })).toBeNull();
});
