import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffStretch, diffPrompts, diffTexts } from './text-diff.ts';

const side = (stretches: readonly DiffStretch[], kind: 'added' | 'removed'): string => {
  return stretches
    .filter((one) => one.kind === 'same' || one.kind === kind)
    .map(({ text }) => text)
    .join('');
};

describe('text diffs', () => {
  it('mark the words that changed', () => {
    expect(diffTexts('Answer with one word.', 'Answer with one short word.')).toEqual([
      { kind: 'same', text: 'Answer with one ' },
      { kind: 'added', text: 'short ' },
      { kind: 'same', text: 'word.' },
    ]);
    expect(diffTexts('', '')).toEqual([]);
    expect(diffTexts('', 'new')).toEqual([{ kind: 'added', text: 'new' }]);
    expect(diffTexts('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
  });

  it('give both texts back, to the character', () => {
    const text = fc
      .array(fc.constantFrom('a', 'word', ' ', '\n', '  ', '.', '<b>', '{{x}}', '😀', 'Ä', '\u202e'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const stretches = diffTexts(before, after);
        expect(side(stretches, 'removed')).toBe(before);
        expect(side(stretches, 'added')).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('give up on texts that have nothing in common before they take long', () => {
    const [before, after] = ['x', 'y'].map((letter) => Array.from({ length: 20_000 }, (_, i) => letter + i).join(' '));
    const started = performance.now();
    const stretches = diffTexts(before ?? '', after ?? '');
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(side(stretches, 'removed')).toBe(before);
    expect(side(stretches, 'added')).toBe(after);
  }, 30_000);

  it('lay the parts of two prompts over each other', () => {
    const diff = diffPrompts(
      { system: 'a', output: 'b', examples: [] },
      { system: 'a', output: 'c', examples: [{ input: 'i', output: 'o' }] },
    );
    expect(diff.system).toEqual([{ kind: 'same', text: 'a' }]);
    expect(diff.output.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect(diff.examples).toEqual([{ input: [{ kind: 'added', text: 'i' }], output: [{ kind: 'added', text: 'o' }] }]);
  });
});
