import { expect, it } from 'vitest';
import { pairRows } from './pair-rows.ts';

const runs = [
  { number: 4, name: 'a' },
  { number: 2, name: 'b' },
  { number: 9, name: 'c' },
];
const pair = { test: 'mcnemar' as const, samples: 1200, low: -0.01, high: 0.03, p: 0.2, significant: false };

it('the surest pair comes first, and what cannot be tested last, with its reason', () => {
  const rows = pairRows(
    {
      metric: 'accuracy',
      verdict: '',
      pairs: [
        { ...pair, a: 0, b: 1, difference: 0.01, p_holm: 0.4 },
        { ...pair, a: 0, b: 2, difference: 0.2, low: 0.1, high: 0.3, p_holm: 0.0001, significant: true },
      ],
      not_comparable: [{ a: 1, b: 2, reason: 'other test set' }],
    },
    runs,
  );
  expect(rows.map(({ pair: words, verdict }) => [words, verdict])).toEqual([
    ['4 against 9', 'Significant'],
    ['4 against 2', 'Could be chance'],
    ['2 against 9', 'Not comparable: other test set'],
  ]);
  expect(rows[0]).toMatchObject({ difference: '+20.00 points', p: '< 0.001', samples: '1200', test: 'exact McNemar' });
  expect(rows[2]?.difference).toBe('–');
});

it('figures that are no shares keep their own scale', () => {
  const tested = { ...pair, a: 0, b: 1, difference: -3.5, low: -5, high: -2, p_holm: 0.01, significant: true };
  const [row] = pairRows({ metric: 'rmse', verdict: '', pairs: [tested], not_comparable: [] }, runs);
  expect(row).toMatchObject({ difference: '−3.500', interval: '−5 to −2' });
});
