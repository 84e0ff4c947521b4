import type { RunInsights } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { besideRows } from './beside-rows.ts';

const row = { name: 'accuracy', unit: '', better: 'higher', note: null } as const;
const insights: RunInsights = {
  headline: { ...row, value: 0.8, low: 0.75, high: 0.85 },
  split_note: null,
  baselines: [{ label: 'always healthy', value: 0.1, low: 0.05, high: 0.15 }],
  best_earlier: {
    run: { id: '01890000-0000-7000-8000-000000000001', number: 3, name: 'older' },
    value: 0.78,
    low: 0.7,
    high: 0.85,
    difference: 0.02,
    p: 0.4,
    comparable: true,
    reason: null,
  },
  recommendations: [],
};

it('a baseline is judged by intervals, an earlier run by its test', () => {
  expect(besideRows(insights)).toMatchObject([
    { label: 'always healthy', difference: '+70.00 points', verdict: 'intervals are apart', sure: true, run: null },
    { difference: '+2.00 points', verdict: 'could be chance, p\u00a0=\u00a00.400', sure: false, run: 3 },
  ]);
});

it('what cannot be paired is said to be so, with the reason', () => {
  const other = { ...insights.best_earlier, p: null, comparable: false, reason: 'other test set' };
  const rows = besideRows({ ...insights, best_earlier: other as RunInsights['best_earlier'] });
  expect(rows.at(-1)).toMatchObject({ verdict: 'not comparable: other test set', sure: false });
});

it('without a headline there is nothing to hold against', () => {
  expect(besideRows({ ...insights, headline: null })).toEqual([]);
});
