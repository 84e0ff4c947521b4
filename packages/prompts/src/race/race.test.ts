import { type Random, seededRandom } from '@trainyard/domain';
import { describe, expect, it, vi } from 'vitest';
import { itemsFor, smallestGain } from './detectable.ts';
import type { ScorePair } from './posterior.ts';
import { decide } from './race.ts';
import { judgeResult } from './result-verdict.ts';
import { defaultRaceRules, dropThreshold, type RaceRules } from './rules.ts';

// Simulations, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const pair = (candidate: number | null, incumbent: number | null): ScorePair => ({ candidate, incumbent });
const repeat = (count: number, one: ScorePair): ScorePair[] => Array.from({ length: count }, () => one);

/** Two blocks of ten before the first look. */
const patient: RaceRules = { ...defaultRaceRules, block: 10, minBlocks: 2 };

describe('the rules of a race', () => {
  it('drop below 0.25 at the first look, below 0.40 at the last', () => {
    expect(dropThreshold(2, 10, patient)).toBe(0.25);
    expect(dropThreshold(6, 10, patient)).toBeCloseTo(0.325, 14);
    expect(dropThreshold(10, 10, patient)).toBeCloseTo(0.4, 14);
    expect(dropThreshold(1, 1, patient)).toBe(0.4);
  });

  it('decide nothing before the first look', () => {
    const losing = repeat(10, pair(0, 1));
    expect(decide({ pairs: losing, items: 100 }, patient).verdict).toBe('race-on');
    const two = decide({ pairs: [...losing, ...losing], items: 100 }, patient);
    expect(two).toMatchObject({ verdict: 'drop', threshold: 0.25, look: 1, n: 20, wins: 0, losses: 20 });
  });

  it('never accept before the full pass', () => {
    const winning = repeat(90, pair(1, 0));
    expect(decide({ pairs: winning, items: 100 }).verdict).toBe('race-on');
    const full = decide({ pairs: [...winning, ...repeat(10, pair(1, 0))], items: 100 });
    expect(full).toMatchObject({ verdict: 'accept', look: 20 });
    expect(full.better).toBeGreaterThan(0.999);
  });

  it('keep the incumbent where the full pass proves nothing', () => {
    const even = [...repeat(6, pair(1, 0)), ...repeat(4, pair(0, 1)), ...repeat(90, pair(1, 1))];
    expect(decide({ pairs: even, items: 100 }).verdict).toBe('keep');
  });

  it('accept nothing on a handful of answers', () => {
    const mostlyMissing = [...repeat(10, pair(1, 0)), ...repeat(90, pair(null, 0))];
    expect(decide({ pairs: mostlyMissing, items: 100 })).toMatchObject({ verdict: 'keep', n: 10 });
    const fifth = [...repeat(80, pair(1, 0)), ...repeat(20, pair(null, 0))];
    expect(decide({ pairs: fifth, items: 100 })).toMatchObject({ verdict: 'keep', n: 80 });
    expect(decide({ pairs: repeat(8, pair(1, 0)), items: 8 }).verdict).toBe('accept');
  });
});

describe('what a budget can detect', () => {
  it('is the published table', () => {
    expect([100, 200, 1000].map((items) => (100 * smallestGain(items)).toFixed(1))).toEqual(['12.5', '8.9', '4.0']);
    expect(smallestGain(0)).toBe(1);
    expect(smallestGain(itemsFor(0.05))).toBeLessThanOrEqual(0.05);
    expect(smallestGain(itemsFor(0.05) - 1)).toBeGreaterThan(0.05);
  });
});

/** One race over select items whose answers come by chance, then the sealed test. */
function race(random: Random, gain: number): { accepted: boolean; verdict: string; calls: number } {
  const difficulty = (): number => 0.15 + 0.7 * random.float();
  const answer = (chance: number): number => (random.float() < chance ? 1 : 0);
  const draw = (count: number): ScorePair[] => {
    return Array.from({ length: count }, () => {
      const chance = difficulty();
      return pair(answer(Math.min(1, chance + gain)), answer(chance));
    });
  };
  const items = draw(100);
  let pairs: ScorePair[] = [];
  for (let at = 0; ; at += defaultRaceRules.block) {
    pairs = items.slice(0, at + defaultRaceRules.block);
    const { verdict } = decide({ pairs, items: items.length });
    if (verdict === 'race-on') continue;
    const accepted = verdict === 'accept';
    const test = accepted ? judgeResult(draw(100), { draws: 400 }).verdict : 'not tested';
    return { accepted, verdict: test, calls: pairs.length };
  }
}

describe('a thousand races', () => {
  it('of the seed against itself are accepted one time in ten, and hardly ever called improved', () => {
    const random = seededRandom(2026);
    const runs = Array.from({ length: 1000 }, () => race(random, 0));
    expect(runs.filter((run) => run.accepted).length).toBeLessThanOrEqual(110);
    expect(runs.filter((run) => run.verdict === 'improved').length).toBeLessThanOrEqual(10);
    // Racing saves calls also where nothing is to be found.
    expect(runs.reduce((sum, run) => sum + run.calls, 0) / runs.length).toBeLessThan(80);
  });

  it('of a prompt that is 25 points better are accepted and called improved, and of a worse one end early', () => {
    const random = seededRandom(7);
    const better = Array.from({ length: 200 }, () => race(random, 0.25));
    expect(better.filter((run) => run.accepted).length).toBeGreaterThan(160);
    expect(better.filter((run) => run.verdict === 'improved').length).toBeGreaterThan(150);
    const worse = Array.from({ length: 200 }, () => race(random, -0.2));
    expect(worse.filter((run) => run.accepted).length).toBe(0);
    expect(worse.reduce((sum, run) => sum + run.calls, 0) / worse.length).toBeLessThan(35);
  });
});

describe('the verdict on the test part', () => {
  it('needs enough items that differ', () => {
    expect(judgeResult([...repeat(4, pair(1, 0)), ...repeat(96, pair(1, 1))]).verdict).toBe('no-reliable-difference');
    const clear = judgeResult([...repeat(20, pair(1, 0)), ...repeat(4, pair(0, 1)), ...repeat(76, pair(1, 1))]);
    expect(clear).toMatchObject({ verdict: 'improved', n: 100, winner: 0.96, seed: 0.8 });
    expect(clear.difference).toBeCloseTo(0.16, 12);
    expect(judgeResult(repeat(30, pair(0, 1))).verdict).toBe('worse');
    expect(judgeResult([pair(null, 1)])).toMatchObject({ verdict: 'no-reliable-difference', n: 0 });
  });

  it('is none where more than one pair in ten is missing', () => {
    const answered = (silent: number): ScorePair[] => [
      ...repeat(100 - silent, pair(1, 0)),
      ...repeat(silent, pair(null, 0)),
    ];
    expect(judgeResult(answered(10))).toMatchObject({ verdict: 'improved', n: 90, of: 100 });
    expect(judgeResult(answered(11))).toMatchObject({ verdict: 'no-reliable-difference', n: 89, of: 100 });
  });

  it('does not take ten copies of an item for ten items', () => {
    const copies = (cluster: string) => repeat(10, { ...pair(1, 0), cluster });
    const rest = repeat(40, pair(1, 1));
    const few = judgeResult([...copies('a'), ...copies('b'), ...copies('c'), ...rest]);
    expect(few).toMatchObject({ verdict: 'no-reliable-difference', n: 43, items: 70, of: 70 });
    expect(few.p).toBe(0.25);
    expect(judgeResult([...repeat(30, pair(1, 0)), ...rest]).verdict).toBe('improved');
    const alone = judgeResult([...repeat(3, pair(1, 0)), ...rest]);
    expect(few.high - few.low).toBeGreaterThan(alone.high - alone.low);
  });

  it('asks more of a second look at the same items, and more still of a third', () => {
    const pairs = [...repeat(6, pair(1, 0)), ...repeat(60, pair(1, 1))];
    expect([1, 2, 3].map((look) => judgeResult(pairs, { look }).confidence)).toEqual([0.95, 0.975, 0.9875]);
    // Exact p of six to none is 0.031.
    expect([1, 2].map((look) => judgeResult(pairs, { look }).verdict)).toEqual(['improved', 'no-reliable-difference']);
    // However often somebody goes on, a look takes seconds, and claims nothing that its draws could not tell.
    const graded = [...repeat(9, pair(0.9, 0.1)), pair(0.2, 0.3)];
    expect(judgeResult(graded, { look: 40 }).verdict).toBe('no-reliable-difference');
    const [first, third] = [judgeResult(pairs, { look: 1 }), judgeResult(pairs, { look: 3 })];
    expect(third.high - third.low).toBeGreaterThan(first.high - first.low);
  });

  it('gives the score of a prompt its own interval', () => {
    const same = judgeResult([...repeat(30, pair(1, 1)), ...repeat(70, pair(0, 0))]);
    expect(same).toMatchObject({ verdict: 'no-reliable-difference', difference: 0, low: 0, high: 0, seed: 0.3 });
    const [low, high] = same.scores.seed;
    expect(low).toBeGreaterThan(0.19);
    expect(high).toBeLessThan(0.41);
    expect(low).toBeLessThan(0.24);
  });

  it('takes graded scores, and does not trust three of them', () => {
    expect(judgeResult(repeat(3, pair(0.9, 0.1))).verdict).toBe('no-reliable-difference');
    expect(judgeResult(repeat(30, pair(0.9, 0.1))).verdict).toBe('improved');
  });
});
