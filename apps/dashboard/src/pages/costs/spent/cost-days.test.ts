import type { LanguageUsageSum } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { costBars } from './cost-days.ts';

const none: LanguageUsageSum = {
  group: null,
  batch: null,
  day: null,
  calls: 0,
  cached: 0,
  failed: 0,
  unknown: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  unpriced: 0,
  kept_usd: 0,
  asked: 0,
  held_usd: 0,
  saved_usd: 0,
  saved_unpriced: 0,
};
const now = Date.parse('2026-03-10T15:00:00Z');
const nameOf = (group: string | null): string => group ?? 'none';

test('every day of the time is there, the dearest group first, with what is kept for unknown calls', () => {
  const sums = [
    { ...none, day: '2026-03-09', group: 'primary', cost_usd: 0.5 },
    { ...none, day: '2026-03-10', group: 'primary', cost_usd: 0.25, kept_usd: 0.25 },
    { ...none, day: '2026-03-10', group: 'optimizer', cost_usd: 2, calls: 3 },
  ];
  const asked = { since: '2026-03-08T00:00:00.000Z', now, nameOf };
  expect(costBars(sums, { ...asked, measure: 'cost' })).toEqual({
    times: ['2026-03-08', '2026-03-09', '2026-03-10'],
    per: 'day',
    series: [
      { name: 'optimizer', values: [0, 0, 2] },
      { name: 'primary', values: [0, 0.5, 0.5] },
    ],
    total: 3,
  });
  expect(costBars(sums, { ...asked, measure: 'calls' }).series).toEqual([{ name: 'optimizer', values: [0, 0, 3] }]);
  expect(costBars([], { ...asked, measure: 'cost' })).toMatchObject({ series: [], total: 0 });
});

test('many groups are drawn as the largest and the rest, and a long time by months', () => {
  const sums = Array.from({ length: 9 }, (_, i) => ({
    ...none,
    day: '2025-09-30',
    group: `run ${i}`,
    cost_usd: i + 1,
  }));
  const bars = costBars(sums, { measure: 'cost', since: undefined, now, nameOf });
  expect(bars.times).toEqual(['2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03']);
  expect(bars.series).toHaveLength(7);
  expect(bars.series.at(-1)).toEqual({ name: '3 others', values: [6, 0, 0, 0, 0, 0, 0] });
  expect(bars.total).toBe(45);
});
