import { judgeResult, type ScorePair } from '@trainyard/prompts/race';
import {
  defaultStrategySettings,
  randomAdviser,
  type StrategyState,
  startStrategy,
} from '@trainyard/prompts/strategies';
import { describe, expect, it } from 'vitest';
import { resultSection } from './sections.ts';
import { deliveredOf, verdictOf } from './verdict.ts';

const repeat = (count: number, one: ScorePair): ScorePair[] => Array.from({ length: count }, () => one);
const better = { candidate: 1, incumbent: 0 };
const worse = { candidate: 0, incumbent: 1 };
const silent = { candidate: null, incumbent: 1 };

/** A search that ended with v1 as its winner and these pairs on test. */
function ended(pairs: readonly ScorePair[]): StrategyState {
  const start = startStrategy(
    {
      strategy: 'racing',
      seed: { system: 'Judge.', output: '', examples: [] },
      parts: { feedback: ['a'], select: ['b'], confirm: [], test: [] },
      settings: defaultStrategySettings,
    },
    { refuse: () => [], countTokens: (text) => text.length, adviser: randomAdviser },
  );
  const { v0 } = start.versions;
  if (v0 === undefined) throw new Error('there is no seed');
  return {
    ...start,
    winner: 'v1',
    versions: { v0, v1: { ...v0, id: 'v1', parents: ['v0'], origin: 'scripted' } },
    cells: { ...start.cells, v1: { b: null } },
    finish: { reason: 'rounds', detail: 'All rounds are done.', result: judgeResult(pairs) },
  };
}

function resultOf(pairs: readonly ScorePair[]): {
  rows: { name: string; value: number; note?: string }[];
  notes: string[];
} {
  const facts = { cost: null, preflightCalls: 0, tokensPerCall: () => 5, library: { v1: 2 }, testItems: 100 };
  const { data, notes } = resultSection(ended(pairs), facts) as unknown as {
    data: { rows: { name: string; value: number }[] };
    notes: string[];
  };
  return { rows: data.rows, notes };
}

describe('the verdict', () => {
  it('delivers the winner that is not worse, and the seed where it is', () => {
    expect(deliveredOf(ended(repeat(30, better)))).toBe('v1');
    expect(verdictOf(ended(repeat(30, worse))).words).toMatch(/^Worse on the test items: keep the seed\./);
    expect(deliveredOf(ended(repeat(30, worse)))).toBe('v0');
    const { notes } = resultOf(repeat(30, worse));
    expect(notes).toContain('prompt.json holds the seed, not v1.');
    expect(notes.join(' ')).not.toContain('The winner is version');
    expect(resultOf(repeat(30, better)).notes.join(' ')).toContain('The winner is version 2');
  });

  it('says how many of the test items were answered, and proves nothing by too few', () => {
    const few = [...repeat(60, better), ...repeat(40, silent)];
    const { words, improved } = verdictOf(ended(few));
    expect(improved).toBe(false);
    expect(words).toMatch(/on 60 of 100 test items.*Too few were answered to prove anything\.$/);
    expect(resultOf(few).rows.find(({ name }) => name === 'test/winner')?.note).toBe('60 of 100 answered');
    expect(verdictOf(ended(repeat(30, better))).words).toMatch(/^Improved: .* on 30 of 30 test items/);
  });

  it('says that nothing was tried where no candidate was', () => {
    const { v1: _, ...cells } = ended([]).cells;
    const finish = {
      reason: 'budget' as const,
      detail: 'The budget of 9 calls does not pay for one round.',
      result: null,
    };
    const { words } = verdictOf({ ...ended([]), winner: 'v0', cells, finish });
    expect(words).toBe('Nothing was tried: the budget of 9 calls does not pay for one round.');
  });

  it('says that there is no result where no test item was answered', () => {
    const { words } = verdictOf(ended(repeat(10, silent)));
    expect(words).toBe('There is no result: not one of 10 test items was answered for both. Keep the seed.');
    expect(deliveredOf(ended(repeat(10, silent)))).toBe('v0');
    expect(resultOf(repeat(10, silent)).rows.some(({ value }) => Number.isNaN(value))).toBe(false);
  });
});
