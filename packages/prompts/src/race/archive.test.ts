import { seededRandom } from '@trainyard/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveSize, type Contender, chooseParent, paretoArchive } from './archive.ts';

const of = (id: string, ...scores: (number | null)[]): Contender => ({ id, scores });
const ids = (contenders: readonly Contender[]): string[] => contenders.map(({ id }) => id);

describe('the archive', () => {
  it('keeps whoever is best somewhere and drops whoever another beats everywhere', () => {
    expect(ids(paretoArchive([of('seed', 1, 0, 0), of('a', 0, 1, 0), of('b', 0, 0, 0), of('c', 1, 0, 1)]))).toEqual([
      'a',
      'c',
    ]);
  });

  it('keeps the earlier of two equal ones', () => {
    expect(ids(paretoArchive([of('a', 1, 0), of('b', 1, 0)]))).toEqual(['a']);
    expect(ids(paretoArchive([of('a', 1, null), of('b', 1, 0)]))).toEqual(['b']);
  });

  it('has at most twelve, the best mean among them, and none that another of them dominates', () => {
    const scores = fc.array(fc.constantFrom(0, 1, 0.5, null), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(scores, { minLength: 1, maxLength: 40 }), (all) => {
        const contenders = all.map((one, i) => of(`v${i}`, ...one));
        const archive = paretoArchive(contenders);
        expect(archive.length).toBeGreaterThan(0);
        expect(archive.length).toBeLessThanOrEqual(archiveSize);
        expect(paretoArchive(archive)).toEqual(archive);
        const total = ({ scores: own }: Contender): number => own.reduce<number>((sum, score) => sum + (score ?? 0), 0);
        const complete = contenders.filter((one) => !one.scores.includes(null));
        if (complete.length !== contenders.length) return;
        expect(Math.max(...archive.map(total))).toBe(Math.max(...contenders.map(total)));
      }),
    );
  });

  it('gives parents by what they are best at, and the seed one time in ten', () => {
    const archive = [of('a', 1, 1, 1, 0), of('b', 0, 0, 0, 1)];
    const random = seededRandom(5);
    const drawn = Array.from({ length: 4000 }, () => chooseParent(archive, 'seed', random));
    const share = (id: string): number => drawn.filter((one) => one === id).length / drawn.length;
    expect(share('seed')).toBeCloseTo(0.1, 1);
    expect(share('a') / share('b')).toBeGreaterThan(2.6);
    expect(share('a') / share('b')).toBeLessThan(3.5);
    expect(chooseParent([], 'seed', random)).toBe('seed');
  });
});
