import { APICallError } from '@ai-sdk/provider';
import { expect, it } from 'vitest';
import { failureOf, retryAfterOf } from './failure.ts';

const context = { key: 'sk-secret-key', timedOut: false, now: Date.parse('2026-01-01T00:00:00Z') };
function answered(statusCode: number, message: string, responseHeaders: Record<string, string> = {}) {
  return new APICallError({ message, statusCode, responseHeaders, url: 'http://x', requestBodyValues: {} });
}
function caused(code: string) {
  const cause = Object.assign(new Error(`connect ${code}`), { code });
  return new APICallError({ message: 'Cannot connect', cause, url: 'http://x', requestBodyValues: {} });
}

it.each([
  [
    answered(429, 'slow down', { 'retry-after': '2' }),
    { kind: 'limited', passing: true, perhapsPaid: false, retryAfterMs: 2000 },
  ],
  [answered(500, 'oops'), { kind: 'unavailable', passing: true, perhapsPaid: false }],
  [answered(401, 'bad key sk-secret-key'), { kind: 'key', passing: false, says: '401 bad key •••' }],
  [answered(400, 'too long'), { kind: 'refused', passing: false, perhapsPaid: false }],
  [answered(200, 'Invalid JSON response'), { kind: 'nonsense', passing: true, perhapsPaid: true }],
  [caused('ECONNREFUSED'), { kind: 'unreachable', passing: true, perhapsPaid: false }],
  [caused('ECONNRESET'), { kind: 'cut', passing: true, perhapsPaid: true }],
  [caused('SELF_SIGNED_CERT_IN_CHAIN'), { kind: 'unreachable', passing: false }],
  [Object.assign(new Error('invalid_grant'), { status: 400 }), { kind: 'key', passing: false, perhapsPaid: false }],
])('%s', (error, expected) => {
  expect(failureOf(error, context)).toMatchObject(expected);
});

it('no answer in time may have been paid all the same', () => {
  expect(failureOf(new Error('aborted'), { ...context, timedOut: true })).toMatchObject({
    kind: 'timeout',
    perhapsPaid: true,
  });
});

it('a wait is read in seconds, in milliseconds and as a date', () => {
  const at = (headers: Record<string, string>) => retryAfterOf(headers, context.now);
  expect(at({ 'retry-after': '3' })).toBe(3000);
  expect(at({ 'retry-after-ms': '250', 'retry-after': '3' })).toBe(250);
  expect(at({ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' })).toBe(5000);
  expect([at({}), at({ 'retry-after': 'soon' }), at({ 'retry-after': '-1' })]).toEqual([null, null, null]);
});
