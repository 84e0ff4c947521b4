import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, PatternError } from './index.ts';

describe('bounded patterns', () => {
  it('finds what the platform finds', () => {
    const cases: [string, string, string][] = [
      ['^\\d{4}-\\d{2}$', '', '2024-05'],
      ['^\\d{4}-\\d{2}$', '', '2024-5'],
      ['\\bcat\\b', '', 'a cat.'],
      ['\\bcat\\b', '', 'concat'],
      ['\\Bcat', '', 'concat'],
      ['colou?r|grey', 'i', 'COLOUR'],
      ['^b$', 'm', 'a\nb\nc'],
      ['^b$', '', 'a\nb\nc'],
      ['a.b', '', 'a\nb'],
      ['a.b', 's', 'a\nb'],
      ['[^\\]x-z]+$', '', 'xab'],
      ['^\\p{Lu}\\p{Ll}+$', '', 'Ärger'],
      ['^.$', '', '😀'],
      ['\\u{1F600}', '', '😀'],
      ['\\ud83d\\ude00', '', '😀'],
      ['(?<year>\\d+)', '', 'in 7'],
      ['^(?:a|b){2,3}$', '', 'abab'],
      ['^(?:a|b){2,}?$', '', 'abab'],
      ['x{0}y', '', 'y'],
      ['', '', ''],
      ['()*a', '', 'a'],
      ['(a*)*b', '', 'aab'],
      ['\\t\\x41\\cJ', '', '\tA\n'],
    ];
    for (const [source, flags, text] of cases) {
      expect(compilePattern(source, flags).test(text), `${source} on ${text}`).toBe(
        new RegExp(source, `${flags}u`).test(text),
      );
    }
  });

  it('agrees with the platform on drawn patterns and texts', () => {
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '^', '$', '\\b', '\\w', '\\s', ''),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{2,}', '*?'))
          .map(([a, quantifier]) => `(${a})${quantifier}`),
      ),
    }));
    const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', 'é'), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(pattern, text, fc.constantFrom('', 'i', 's', 'm', 'ms'), (source, on, flags) => {
        expect(compilePattern(source, flags).test(on)).toBe(new RegExp(source, `${flags}u`).test(on));
      }),
      { numRuns: 2000 },
    );
  });

  it('answers at once where the platform would try for longer than the universe lasts', () => {
    const started = performance.now();
    for (const source of ['^(a+)+$', '^(a|a)*$', '^(.*a){12}$', '(a*)*c', '^(([a-z])+.)+[A-Z]([a-z])+$']) {
      expect(compilePattern(source).test(`${'a'.repeat(5000)}!`), source).toBe(false);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);

  it('says what it cannot match in bounded time, and what is no pattern', () => {
    expect(() => compilePattern('(?=a)b')).toThrow(/a look ahead or behind at character 2/);
    expect(() => compilePattern('(?<!a)b')).toThrow(PatternError);
    expect(() => compilePattern('(a)\\1')).toThrow(/a reference to an earlier group/);
    expect(() => compilePattern('(a')).toThrow(/not a regular expression/);
    expect(() => compilePattern('a{2,1}')).toThrow(PatternError);
    expect(() => compilePattern('a', 'g')).toThrow(/Flags of a pattern are i, m and s/);
    expect(() => compilePattern('a{1001}')).toThrow(/repeats a part more than 1000 times/);
    expect(() => compilePattern('((a{100}){100}){100}')).toThrow(/too large/);
    expect(() => compilePattern('((((){1000}){1000}){1000}){1000}')).toThrow(/too large/);
    expect(() => compilePattern('a'.repeat(1001))).toThrow(/at most 1000 characters/);
    expect(() => compilePattern('('.repeat(200) + ')'.repeat(200))).toThrow(/nested deeper/);
  });
});
