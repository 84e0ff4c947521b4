import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BleuOptions, corpusBleu, sentenceBleu } from './bleu.ts';
import { porterStem } from './porter.ts';
import { type RougeKind, rouge } from './rouge.ts';

const folder = join(import.meta.dirname, '../../../../protocol/golden-text-metrics');
/** The files are ours and the figures are compared at once: a wrong shape fails as loudly as a schema would. */
function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function agree(actual: number, expected: number, name: string): void {
  expect(Math.abs(actual - expected), `${name}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(
    1e-12 * Math.max(1, Math.abs(expected)),
  );
}

interface BleuCase {
  input: {
    answers: string[];
    references: string[][];
    tokenize?: BleuOptions['tokenize'];
    smooth_method?: BleuOptions['smooth'];
    smooth_value?: number;
    lowercase?: boolean;
    effective_order?: boolean;
  };
  expected: {
    score: number;
    precisions: number[];
    brevity_penalty: number;
    answer_length: number;
    reference_length: number;
  };
}

describe('text metrics, equal to their reference implementations', () => {
  it('gives the BLEU of sacreBLEU', () => {
    const cases = read<BleuCase[]>('bleu.json');
    expect(cases.length).toBeGreaterThan(100);
    for (const { input, expected } of cases) {
      const options: BleuOptions = {
        ...(input.tokenize && { tokenize: input.tokenize }),
        ...(input.smooth_method && { smooth: input.smooth_method }),
        ...(input.smooth_value !== undefined && { smoothValue: input.smooth_value }),
        lowercase: input.lowercase === true,
        effectiveOrder: input.effective_order === true,
      };
      const name = JSON.stringify(input);
      const actual = corpusBleu(input.answers, input.references, options);
      agree(actual.score, expected.score, name);
      agree(actual.brevityPenalty, expected.brevity_penalty, name);
      expect([actual.answerLength, actual.referenceLength], name).toEqual([
        expected.answer_length,
        expected.reference_length,
      ]);
      for (const [i, precision] of actual.precisions.entries()) agree(precision, expected.precisions[i] ?? -1, name);
    }
  });

  it('gives the ROUGE of rouge-score', () => {
    interface RougeCase {
      input: { target: string; prediction: string; stem: boolean };
      expected: Record<RougeKind, [number, number, number]>;
    }
    const cases = read<RougeCase[]>('rouge.json');
    expect(cases.length).toBeGreaterThan(50);
    for (const { input, expected } of cases) {
      for (const kind of ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const) {
        const { precision, recall, f1 } = rouge(kind, input.prediction, input.target, { stem: input.stem });
        const name = `${kind} of ${JSON.stringify(input)}`;
        agree(precision, expected[kind][0], name);
        agree(recall, expected[kind][1], name);
        agree(f1, expected[kind][2], name);
      }
    }
  });

  it('stems as NLTK does', () => {
    const stems = Object.entries(read<Record<string, string>>('porter.json'));
    expect(stems.length).toBeGreaterThan(2000);
    const wrong = stems.filter(([word, stem]) => porterStem(word) !== stem);
    expect(wrong.map(([word, stem]) => `${word}: ${porterStem(word)}, expected ${stem}`)).toEqual([]);
  });
});

describe('BLEU and ROUGE, the published examples', () => {
  const answers = ['The dog bit the man.', "It wasn't surprising.", 'The man had just bitten him.'];
  const references = [
    ['The dog bit the man.', 'The dog had bit the man.'],
    ['It was not unexpected.', 'No one was surprised.'],
    ['The man bit him first.', 'The man had bitten the dog.'],
  ];

  it('scores a corpus in each tokenization', () => {
    expect(corpusBleu(answers, references).score).toBeCloseTo(48.530827, 6);
    expect(corpusBleu(answers, references, { tokenize: 'none' }).score).toBeCloseTo(49.1919566, 7);
    expect(corpusBleu(answers, references, { tokenize: 'intl' }).score).toBeCloseTo(43.91623493, 8);
    expect(corpusBleu(['', '', ''], references).score).toBe(0);
  });

  it('smooths short sentences', () => {
    const floor = { smooth: 'floor', smoothValue: 0.01, tokenize: 'none' } as const;
    expect(sentenceBleu('this is a fest', ['this is a test'], floor).score / 100).toBeCloseTo(0.223606797749979, 14);
    expect(sentenceBleu('test', ['a test'], floor).score / 100).toBeCloseTo(0.3678794411714425, 14);
    expect(sentenceBleu('test', ['a test'], { ...floor, effectiveOrder: false }).score).toBe(0);
  });

  it('refuses an answer without a reference', () => {
    expect(() => sentenceBleu('a', [''])).toThrow('needs a reference text that is not empty');
    expect(() => corpusBleu(['a', 'b'], [['a']])).toThrow('got 2 and 1');
  });

  it('counts what was recalled', () => {
    const target = 'testing one two';
    expect(rouge('rouge1', 'testing', target)).toEqual({ precision: 1, recall: 1 / 3, f1: 0.5 });
    expect(rouge('rouge2', 'testing one', target).f1).toBeCloseTo(2 / 3, 14);
    expect(rouge('rougeL', 'testing one', target).f1).toBeCloseTo(4 / 5, 14);
    expect(rouge('rougeL', 'testing two', target).f1).toBeCloseTo(4 / 5, 14);
    expect(rouge('rougeL', '', target).f1).toBe(0);
    const sum = rouge('rougeLsum', 'w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5', 'w1 w2 w3 w4 w5');
    expect([sum.recall, sum.precision]).toEqual([0.8, 0.4]);
    expect(sum.f1).toBeCloseTo(0.5333, 4);
  });
});
