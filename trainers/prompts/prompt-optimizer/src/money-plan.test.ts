import type { LanguageUsageSum } from '@trainyard/contracts';
import type { StrategyState } from '@trainyard/prompts/strategies';
import { describe, expect, it } from 'vitest';
import { affordableBudget } from './money-plan.ts';

function sum(group: string, calls: number, cost_usd: number): LanguageUsageSum {
  const none = { cached: 0, failed: 0, unknown: 0, unpriced: 0, kept_usd: 0 };
  return { ...none, group, calls, cost_usd, input_tokens: 10 * calls, output_tokens: calls } as LanguageUsageSum;
}

/** 100 answers to the seed, 20 items to confirm and 30 to test with. */
function stateWith(incumbentTokens: number, proposalCalls = 0): StrategyState {
  const cells = {
    v0: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`i${i}`, { status: 'ok', score: 1 }])),
  };
  const parts = { feedback: [], select: [], confirm: Array(20).fill('c'), test: Array(30).fill('t') };
  const versions = { v0: { tokens: 10 }, v1: { tokens: incumbentTokens } };
  const settings = { budget: 1000 };
  return {
    ...{ phase: 'race', cells, parts, versions, settings, incumbent: 'v1' },
    ...{ proposalCalls, proposalCost: proposalCalls },
  } as unknown as StrategyState;
}

const base = { limitUsd: 0.6, maxTokens: 2, inputTokens: 10 };

describe('what the money of a run pays for', () => {
  it('is a smaller budget where the money ends before the calls, with something kept for dearer ones', () => {
    const budget = affordableBudget(stateWith(10), { ...base, sums: [sum('primary', 100, 0.1)] });
    // 0.5 are left: 500 calls of 0.001, a tenth of them and one reservation kept.
    expect(budget).toBe(100 + 446);
  });

  it('is nothing to change where it pays for all, or nobody knows what a call costs', () => {
    const sums = [sum('primary', 100, 0.1)];
    expect(affordableBudget(stateWith(10), { ...base, limitUsd: 2, sums })).toBeNull();
    expect(affordableBudget(stateWith(10), { ...base, limitUsd: 0, sums })).toBeNull();
    expect(affordableBudget(stateWith(10), { ...base, sums: [] })).toBeNull();
    const [known] = sums;
    if (known === undefined) throw new Error('no sum');
    expect(affordableBudget(stateWith(10), { ...base, sums: [{ ...known, unpriced: 1 }] })).toBeNull();
  });

  it('is less where the prompt to be tested is longer, and where a writer takes more than an answer', () => {
    const sums = [sum('primary', 100, 0.1)];
    const short = affordableBudget(stateWith(10), { ...base, sums }) ?? 0;
    expect(affordableBudget(stateWith(50), { ...base, sums })).toBeLessThan(short - 100);
    const writing = [...sums, sum('optimizer', 5, 0.05)];
    expect(affordableBudget(stateWith(10, 5), { ...base, sums: writing })).toBeLessThan(short - 50);
  });
});
