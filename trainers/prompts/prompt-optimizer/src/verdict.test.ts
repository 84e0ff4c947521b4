import { judgeResult, type ScorePair } from '@trainyard/prompts/race';
import {
  defaultStrategySettings,
  deliveredOf,
  randomAdviser,
  type StrategyState,
  startStrategy,
} from '@trainyard/prompts/strategies';
import { describe, expect, it } from 'vitest';
import { namesIn } from './names.ts';
import { resultSection, verdictSection } from './result-sections.ts';
import { verdictOf } from './verdict.ts';

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

const library = { v0: 1, v1: 2 };

function saidOf(state: StrategyState) {
  return verdictOf(state, namesIn(library));
}

const facts = {
  cost: null,
  preflightCalls: 0,
  calls: 9,
  tokensPerCall: () => 5,
  library,
  testItems: 100,
  promptName: 'judge',
  budget: 100,
};

function cardOf(state: StrategyState) {
  const one = verdictSection(state, facts);
  if (one.type !== 'verdict') throw new Error('it is no verdict');
  return one;
}

function resultOf(pairs: readonly ScorePair[]): {
  rows: { name: string; value: number; note?: string }[];
  notes: string[];
} {
  const { data, notes } = resultSection(ended(pairs), facts) as unknown as {
    data: { rows: { name: string; value: number }[] };
    notes: string[];
  };
  return { rows: data.rows, notes };
}

describe('the verdict', () => {
  it('delivers the winner where it is proved, and else the seed', () => {
    expect(deliveredOf(ended(repeat(30, better)))).toBe('v1');
    expect(saidOf(ended(repeat(30, worse))).words).toMatch(/^Worse on the test items: keep the seed\./);
    expect(deliveredOf(ended(repeat(30, worse)))).toBe('v0');
    const { notes } = resultOf(repeat(30, worse));
    expect(notes).toContain('prompt.json holds the seed, not v2: it is not proved better, and stays in the lineage.');
    expect(notes.join(' ')).not.toContain('The winner is version');
    expect(resultOf(repeat(30, better)).notes.join(' ')).toContain('The winner is version 2');
  });

  it('names a winner that is not proved, and hands over the seed', () => {
    const unproved = ended([...repeat(4, better), ...repeat(40, { candidate: 1, incumbent: 1 })]);
    expect(deliveredOf(unproved)).toBe('v0');
    expect(saidOf(unproved).words).toMatch(
      /^No reliable improvement: keep the seed\. v2 is not proved better: 0\.909 → 1\.000 on 44 of 44 test items/,
    );
  });

  it('tells the score of the seed where it stays, and what counts once', () => {
    const pairs = [...repeat(20, { candidate: 1, incumbent: 1 }), ...repeat(20, { candidate: 0, incumbent: 0 })];
    const groups = pairs.map((pair, i) => ({ ...pair, cluster: `g${i % 10}` }));
    const { words } = saidOf({ ...ended(groups), winner: 'v0' });
    expect(words).toMatch(
      /^No reliable improvement: keep the seed\. It scores 0\.500 on 40 of 40 test items that count as 10, because some are equal or of one group \(95 % interval 0\.[0-9]+ to 0\.[0-9]+\)\.$/,
    );
  });

  it('says in words that it looks at the same items again', () => {
    const first = ended(repeat(30, better));
    const finish = { reason: 'rounds' as const, detail: '', result: judgeResult(repeat(30, better), { look: 2 }) };
    expect(saidOf(first).words).not.toContain('look');
    expect(saidOf({ ...first, finish }).words).toMatch(
      /\(97\.5 % interval .*It is look 2 of this run and those it goes on from at the same test items/,
    );
  });

  it('says how many of the test items were answered, and proves nothing by too few', () => {
    const few = [...repeat(60, better), ...repeat(40, silent)];
    const { words, improved } = saidOf(ended(few));
    expect(improved).toBe(false);
    expect(words).toMatch(/on 60 of 100 test items.*Too few were answered to prove anything\.$/);
    expect(resultOf(few).notes).toContain('60 of 100 test items were answered.');
    // A note of the headline would be taken for one of its split.
    expect(resultOf(few).rows.find(({ name }) => name === 'test/winner')).not.toHaveProperty('note');
    expect(saidOf(ended(repeat(30, better))).words).toMatch(/^Improved: .* on 30 of 30 test items/);
  });

  it('says that nothing was tried where no candidate was', () => {
    const { v1: _, ...cells } = ended([]).cells;
    const finish = {
      reason: 'budget' as const,
      detail: 'The budget of 9 calls does not pay for one round.',
      result: null,
    };
    const { words } = saidOf({ ...ended([]), winner: 'v0', cells, finish });
    expect(words).toBe('Nothing was tried: the budget of 9 calls does not pay for one round.');
  });

  it('says that there is no result where no test item was answered', () => {
    const { words } = saidOf(ended(repeat(10, silent)));
    expect(words).toBe('There is no result: not one of 10 test items was answered for both. Keep the seed.');
    expect(deliveredOf(ended(repeat(10, silent)))).toBe('v0');
    expect(resultOf(repeat(10, silent)).rows.some(({ value }) => Number.isNaN(value))).toBe(false);
  });

  it('is a card with both sides, what is handed over, and the version to use', () => {
    const { data } = cardOf(ended(repeat(30, better)));
    expect(data).toMatchObject({
      outcome: 'better',
      before: 'v1, the seed',
      after: 'v2, the winner',
      prompt: { name: 'judge', version: 2 },
    });
    expect(data.rows[0]).toMatchObject({ before: 0, after: 1, difference: { value: 1 } });
    expect(data.facts).toContainEqual({ label: 'Handed over', value: 'v2' });
    expect(data.facts).toContainEqual({ label: 'Cost of this run', value: 'unknown: no price' });
    const bad = cardOf(ended(repeat(30, worse)));
    expect(bad.data).toMatchObject({ outcome: 'worse', prompt: { name: 'judge', version: 1 } });
    expect(bad.data.facts).toContainEqual({ label: 'Handed over', value: 'v1, the seed' });
    expect(cardOf(ended(repeat(10, silent))).data.outcome).toBe('unknown');
    expect(cardOf({ ...ended([]), winner: 'v0' }).data).toMatchObject({ outcome: 'unproved', after: 'no winner' });
  });
});
