import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMatch, tokenF1 } from './exact-match.ts';
import { normalise, normaliserVersion } from './normalise.ts';

/** A change of any of these is a new version of the normaliser: scores would no longer be the same measure. */
const published: [string, string][] = [
  ['Positive', 'positive'],
  ['  The   positive.\n', 'positive'],
  ['“Yes!”', 'yes'],
  ['U.S.', 'us'],
  ["don't", 'dont'],
  ['don’t', 'dont'],
  ['well-known', 'well known'],
  ['1,234.50', '1234.5'],
  ['1234.5', '1234.5'],
  ['$ 5.00', '5'],
  ['+5', '5'],
  ['−5', '-5'],
  ['-5', '-5'],
  ['2020-21', '2020 21'],
  ['covid-19', 'covid 19'],
  ['007', '007'],
  ['192.168.0.1', '192.168.0.1'],
  ['1, 2,3', '1 2 3'],
  ['In 1999.', 'in 1999'],
  ['50 %', '50'],
  ['ﬁne', 'fine'],
  ['ＡＢＣ１', 'abc1'],
  ['an apple a day the', 'apple day'],
  ['theatre', 'theatre'],
  ['A', 'a'],
  ['(the)', 'the'],
  ['東京。', '東京'],
  ['', ''],
  ['...', ''],
  ['a@b.com', 'bcom'],
];

describe('the published normaliser', () => {
  it('is version 1 and writes these texts so', () => {
    expect(normaliserVersion).toBe(1);
    expect(published.map(([text]) => normalise(text))).toEqual(published.map(([, written]) => written));
  });

  it('leaves out the steps that are switched off', () => {
    expect(normalise('The U.S.', { case: false })).toBe('US');
    expect(normalise('The cat.', { punctuation: false })).toBe('cat.');
    expect(normalise('The cat.', { articles: false })).toBe('the cat');
  });

  it('takes no longer for texts that are made to take long', () => {
    const started = performance.now();
    for (const part of [',', '.', ' ', '-', "'", '1,', '-1.', 'a.']) normalise(`1${part.repeat(30_000)}x`);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normalise(text);
        expect(normalise(once, { punctuation: false })).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe('exact match and token F1', () => {
  it('takes any of the expected texts', () => {
    expect(exactMatch('The Answer: 42!', ['forty-two', 'answer 42'])).toBe(1);
    expect(exactMatch('41', ['42'])).toBe(0);
    expect(exactMatch('', [''])).toBe(1);
    expect(exactMatch('x', [])).toBe(0);
    expect(exactMatch('', ['A'])).toBe(0);
    expect(exactMatch('(A)', ['A'])).toBe(1);
  });

  it('shares words by count, over the best expected text', () => {
    expect(tokenF1('red red blue', ['red blue blue'])).toBeCloseTo(2 / 3, 14);
    expect(tokenF1('the quick fox', ['fox', 'a quick brown fox'])).toBeCloseTo(4 / 5, 14);
    expect(tokenF1('', ['x'])).toBe(0);
    expect(tokenF1('', [''])).toBe(1);
  });

  it('is 1 where the exact match is, within 0 and 1, and the same both ways round', () => {
    const text = fc
      .array(fc.constantFrom('red', 'blue', 'the', '7', '7.0', '!'), { maxLength: 6 })
      .map((w) => w.join(' '));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const f1 = tokenF1(a, [b]);
        expect(f1).toBeGreaterThanOrEqual(0);
        expect(f1).toBeLessThanOrEqual(1);
        if (exactMatch(a, [b]) === 1) expect(f1).toBe(1);
        expect(f1).toBeCloseTo(tokenF1(b, [a]), 14);
      }),
    );
  });
});
