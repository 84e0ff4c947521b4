import { seededRandom } from '@trainyard/domain';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { betaCdf, studentCdf } from './distributions.ts';
import { comparePairs, type ScorePair } from './posterior.ts';

// Simulations, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

describe('distributions', () => {
  it('give the tabled values', () => {
    // Binomial tails: P(X ≥ a) of n = a + b − 1 fair coins is the beta distribution at one half.
    expect(betaCdf(0.5, 3, 8)).toBeCloseTo(1 - (1 + 10 + 45) / 1024, 13);
    expect(betaCdf(0.25, 2, 1)).toBeCloseTo(0.0625, 14);
    expect(betaCdf(0.3, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.3)), 13);
    expect(betaCdf(0.5, 2000.5, 2000.5)).toBeCloseTo(0.5, 10);
    expect([betaCdf(0, 2, 3), betaCdf(1, 2, 3)]).toEqual([0, 1]);
    expect(studentCdf(1, 1)).toBeCloseTo(0.75, 13);
    expect(studentCdf(2.2281388519649385, 10)).toBeCloseTo(0.975, 11);
    expect(studentCdf(-2.2281388519649385, 10)).toBeCloseTo(0.025, 11);
    expect(studentCdf(1.959963984540054, 1e7)).toBeCloseTo(0.975, 6);
  });
});

function pairsOf(wins: number, losses: number, ties = 0): ScorePair[] {
  return [
    ...Array.from({ length: wins }, () => ({ candidate: 1, incumbent: 0 })),
    ...Array.from({ length: losses }, () => ({ candidate: 0, incumbent: 1 })),
    ...Array.from({ length: ties }, () => ({ candidate: 1, incumbent: 1 })),
  ];
}

describe('P(better)', () => {
  it('knows nothing before anything differs', () => {
    expect(comparePairs([])).toEqual({ n: 0, items: 0, wins: 0, losses: 0, difference: 0, better: 0.5 });
    expect(comparePairs(pairsOf(0, 0, 50)).better).toBeCloseTo(0.5, 14);
  });

  it('counts only the items on which two right-or-wrong prompts differ', () => {
    expect(comparePairs(pairsOf(8, 2, 3)).better).toBeCloseTo(comparePairs(pairsOf(8, 2, 300)).better, 14);
    expect(comparePairs(pairsOf(1, 0)).better).toBeCloseTo(0.5 + 1 / Math.PI, 12);
  });

  it('leaves out items without an answer', () => {
    const pairs: ScorePair[] = [...pairsOf(3, 1), { candidate: null, incumbent: 1 }, { candidate: 0, incumbent: null }];
    expect(comparePairs(pairs)).toEqual(comparePairs(pairsOf(3, 1)));
  });

  it('counts equal items and those of a group once', () => {
    const alone = pairsOf(3, 1, 4);
    const often = alone.flatMap((pair, i) => Array.from({ length: 1 + i }, () => ({ ...pair, cluster: `group ${i}` })));
    expect(often.length).toBe(36);
    expect(comparePairs(often)).toEqual({ ...comparePairs(alone), items: 36 });
    const mixed = comparePairs([
      { candidate: 1, incumbent: 0, cluster: 'a' },
      { candidate: 0, incumbent: 0, cluster: 'a' },
      { candidate: null, incumbent: 1, cluster: 'a' },
      { candidate: 0, incumbent: 1 },
    ]);
    expect(mixed).toMatchObject({ n: 2, items: 3, wins: 1, losses: 1, difference: -0.25 });
  });

  it('takes graded scores by their size', () => {
    const graded = (differences: number[]) => {
      return comparePairs(differences.map((d) => ({ candidate: 0.5 + d, incumbent: 0.5 }))).better;
    };
    // Of the paired t-test on these differences the one-sided p is 1 − 0.98366.
    expect(graded([0.1, 0.2, -0.05, 0.15, 0.05])).toBeCloseTo(studentCdf(0.09 / Math.sqrt(0.037 / 4 / 5), 4), 10);
    expect(graded([0.4, -0.01, -0.01])).toBeGreaterThan(0.5);
    expect(graded([0.2, 0.2, 0.2, 0.2])).toBeGreaterThan(0.95);
    expect(graded([0.2])).toBeCloseTo(0.5 + 1 / Math.PI, 12);
  });

  it('is one minus itself with the sides changed', () => {
    const score = fc.constantFrom(0, 1, 0.25, 0.5);
    fc.assert(
      fc.property(fc.array(fc.record({ candidate: score, incumbent: score }), { maxLength: 40 }), (pairs) => {
        const turned = pairs.map(({ candidate, incumbent }) => ({ candidate: incumbent, incumbent: candidate }));
        const [there, back] = [comparePairs(pairs), comparePairs(turned)];
        expect(there.better).toBeGreaterThanOrEqual(0);
        expect(there.better).toBeLessThanOrEqual(1);
        expect(there.better + back.better).toBeCloseTo(1, 9);
        expect(there.difference).toBeCloseTo(-back.difference, 12);
      }),
      { numRuns: 500 },
    );
  });

  it('is calibrated for right-or-wrong scores: of those it gives 80 %, 80 % are better', () => {
    const random = seededRandom(11);
    const bins = Array.from({ length: 10 }, () => ({ n: 0, better: 0, said: 0 }));
    for (let run = 0; run < 20_000; run += 1) {
      const share = Math.sin((Math.PI / 2) * random.float()) ** 2; // Jeffreys' prior
      let wins = 0;
      for (let i = 0; i < 12; i += 1) if (random.float() < share) wins += 1;
      const { better } = comparePairs(pairsOf(wins, 12 - wins));
      const bin = bins[Math.min(9, Math.floor(better * 10))];
      if (bin === undefined) continue;
      bin.n += 1;
      bin.said += better;
      if (share > 0.5) bin.better += 1;
    }
    for (const { n, better, said } of bins.filter((bin) => bin.n > 200)) {
      expect(Math.abs(better / n - said / n)).toBeLessThan(4 * Math.sqrt(0.25 / n));
    }
  });

  it('exceeds 90 % one time in ten where two graded prompts are equal, and no more often', () => {
    const random = seededRandom(12);
    const normal = (): number => {
      return Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
    };
    let over = 0;
    const runs = 4000;
    for (let run = 0; run < runs; run += 1) {
      const pairs = Array.from({ length: 20 }, () => ({ candidate: normal(), incumbent: normal() }));
      if (comparePairs(pairs).better > 0.9) over += 1;
    }
    expect(over / runs).toBeGreaterThan(0.08);
    expect(over / runs).toBeLessThan(0.12);
  });
});
