import { expect, test } from 'vitest';
import { formatUsd } from './usd.ts';

test('small sums keep their digits, large ones their cents, and what nobody knows is never nothing', () => {
  const sums = [0, 0.0000004, 0.000018, 0.0024, 0.25, 0.999, 1, 12.345, 12_345.6, null, undefined];
  expect(sums.map(formatUsd)).toEqual([
    '$0',
    'under $0.000001',
    '$0.000018',
    '$0.0024',
    '$0.25',
    '$0.999',
    '$1.00',
    '$12.35',
    '$12\u202f345.60',
    'unknown',
    'unknown',
  ]);
});
