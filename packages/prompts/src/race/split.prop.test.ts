import { seededRandom } from '@trainyard/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf, contentHash, defaultShares, promptParts, type SplitItem, splitPromptItems } from './split.ts';

function items(count: number): SplitItem[] {
  return Array.from({ length: count }, (_, i) => ({ id: `i${i}`, input: `text number ${i}`, expected: `${i % 2}` }));
}

const drawn = fc
  .array(fc.record({ text: fc.integer({ min: 0, max: 60 }), group: fc.option(fc.integer({ min: 0, max: 20 })) }), {
    maxLength: 120,
  })
  .map((all): SplitItem[] => {
    return all.map(({ text, group }, i) => ({
      id: `i${i}`,
      input: i % 3 === 0 ? `Text  ${text}` : `text ${text} `,
      expected: `${text % 2}`,
      group: group === null ? null : `g${group}`,
    }));
  });

describe('the split of a prompt data set', () => {
  it('keeps duplicates and groups together, and names every item once', () => {
    fc.assert(
      fc.property(drawn, fc.nat(1000), (all, seed) => {
        const { part, sizes } = splitPromptItems(all, { seed });
        expect(part.size).toBe(all.length);
        for (const key of ['content', 'group'] as const) {
          const places = new Map<string, Set<string | undefined>>();
          for (const item of all) {
            const name = key === 'content' ? contentHash(item.input) : item.group;
            if (name === null || name === undefined) continue;
            places.set(name, (places.get(name) ?? new Set()).add(part.get(item.id)));
          }
          for (const found of places.values()) expect(found.size).toBe(1);
        }
        for (const name of promptParts) {
          expect(sizes[name]).toBe([...part.values()].filter((one) => one === name).length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names what has an input or a group in common, across third items too, and nothing else', () => {
    const all: SplitItem[] = [
      { id: 'a', input: 'Same text', expected: 'x' },
      { id: 'b', input: ' same  TEXT', expected: 'x', group: 'g' },
      { id: 'c', input: 'other', expected: 'x', group: 'g' },
      { id: 'd', input: 'alone', expected: 'y', group: 'h' },
    ];
    const { a, ...rest } = clustersOf(all);
    expect(a).toBeDefined();
    expect(rest).toEqual({ b: a, c: a });
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(drawn, fc.nat(1000), (all, seed) => {
        const other = seededRandom(seed).shuffle([...all]);
        const [a, b] = [splitPromptItems(all, { seed }).part, splitPromptItems(other, { seed }).part];
        for (const { id } of all) expect(b.get(id)).toBe(a.get(id));
      }),
    );
  });

  it('follows the shares as well as whole bundles allow, and the seed', () => {
    const { sizes, part } = splitPromptItems(items(400), { seed: 1 });
    expect(sizes).toEqual({ feedback: 80, select: 160, confirm: 60, test: 100 });
    const other = splitPromptItems(items(400), { seed: 2 }).part;
    expect([...part].filter(([id, name]) => other.get(id) !== name).length).toBeGreaterThan(100);
    const noConfirm = splitPromptItems(items(10), { shares: { ...defaultShares, confirm: 0 } });
    expect(noConfirm.sizes.confirm).toBe(0);
    expect(noConfirm.empty).toEqual([]);
  });

  it('gives each part something as soon as there are four items, and says what stays empty', () => {
    expect(splitPromptItems(items(4)).sizes).toEqual({ feedback: 1, select: 1, confirm: 1, test: 1 });
    expect(splitPromptItems(items(1)).empty).toHaveLength(3);
    expect(splitPromptItems([]).empty).toEqual([...promptParts]);
  });

  it('names duplicates, and those that contradict each other', () => {
    const all: SplitItem[] = [
      { id: 'a', input: 'Same text', expected: 'x' },
      { id: 'b', input: ' same  TEXT', expected: 'x ' },
      { id: 'c', input: 'other', expected: 'x' },
      { id: 'd', input: 'other', expected: 'y' },
      { id: 'e', input: 'alone', expected: 'y' },
    ];
    const { duplicates, contradictions } = splitPromptItems(all);
    expect(duplicates).toEqual(['a', 'b', 'c', 'd']);
    expect(contradictions).toEqual(['c', 'd']);
  });

  it('refuses shares that give nothing', () => {
    const none = { feedback: 0, select: 0, confirm: 0, test: 0 };
    expect(() => splitPromptItems(items(4), { shares: none })).toThrow(/Shares of the parts/);
  });
});
