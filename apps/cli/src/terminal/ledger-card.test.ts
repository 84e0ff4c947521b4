import { expect, it } from 'vitest';
import { inkFor } from './ink.ts';
import { budgetList, usageList, usdText } from './ledger-card.ts';

const look = { ink: inkFor(false), columns: 160 };

it('small sums are told in digits that count, and what is unknown is not zero', () => {
  expect([usdText(0.00001234567), usdText(12.5), usdText(0), usdText(null)]).toEqual([
    '$0.0000123457',
    '$12.5',
    '$0',
    'unknown',
  ]);
});

it('a budget says what is gone and what calls under way may yet take', () => {
  const budget = {
    user: null,
    everything: false,
    run: { id: '0190c0de-0000-7000-8000-000000000001', number: 47 },
    limit_usd: 5,
    limit_calls: null,
    spent_usd: 1.25,
    held_usd: 0.5,
    spent_calls: 3,
    held_calls: 1,
    set_by: { id: 'u', name: 'Ann' },
    since: '2026-01-01T00:00:00Z',
    changed_at: '2026-01-01T00:00:00Z',
  };
  expect(budgetList([budget], look)).toMatch(/run 47 +\$1\.25 of \$5 \(\$0\.5 under way\) +2026-01-01/);
});

it('a sum says which part of it nobody knows', () => {
  const sum = {
    group: null,
    batch: null,
    calls: 3,
    cached: 1,
    failed: 0,
    unknown: 1,
    input_tokens: 10,
    output_tokens: 20,
    cost_usd: 0.01,
    unpriced: 2,
    kept_usd: 0.02,
    day: null,
    asked: 0,
    held_usd: 0,
    saved_usd: 0.005,
    saved_unpriced: 0,
  };
  expect(usageList([sum], 'language_model', look)).toContain(
    '$0.01, 2 of unknown price, at most $0.02 for what is unknown',
  );
});
