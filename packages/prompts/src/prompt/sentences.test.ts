import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinSentences, sentencesOf } from './sentences.ts';

describe('sentences', () => {
  it('end at full stops and at lines, but not at numbers of a list or common short forms', () => {
    const text = 'You sort texts. Use e.g. one word!\n1. First rule\n2. Second rule. Then stop.\n\n- a\n- b 3.5 c';
    expect(sentencesOf(text).map((sentence) => sentence.text)).toEqual([
      'You sort texts.',
      'Use e.g. one word!',
      '1. First rule',
      '2. Second rule.',
      'Then stop.',
      '- a',
      '- b 3.5 c',
    ]);
    expect(sentencesOf(' \n')).toEqual([]);
  });

  it('joined again are the text', () => {
    const text = fc
      .array(fc.constantFrom('Do', ' ', '. ', '\n', '1. ', '- ', '!', 'e.g. ', '\n\n', '?', '\t'), { maxLength: 20 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (drawn) => {
        expect(joinSentences(sentencesOf(drawn))).toBe(drawn.trim());
      }),
      { numRuns: 500 },
    );
  });
});
