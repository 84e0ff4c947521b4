import { expect, test } from 'vitest';
import { formatMoney } from './money.ts';

test('money has its currency, cents while they matter, and never reads as nothing where it is something', () => {
  expect([0, 0.0004, 0.01, 0.756, 12.345, 999.99, 1234.6, 1_234_567].map((value) => formatMoney(value, 'EUR'))).toEqual(
    [
      'EUR 0.00',
      'under EUR 0.01',
      'EUR 0.01',
      'EUR 0.76',
      'EUR 12.35',
      'EUR 999.99',
      'EUR 1235',
      'EUR 1\u202f234\u202f567',
    ],
  );
  expect(formatMoney(null, 'EUR')).toBe('–');
});
