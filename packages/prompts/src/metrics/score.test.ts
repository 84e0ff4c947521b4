import { describe, expect, it } from 'vitest';
import { type Answer, meanScore, type Scored } from './result.ts';
import { compileScorer } from './score.ts';
import type { ScoreSettings } from './scoring.ts';

function scored(settings: ScoreSettings, text: string, expected: string[], finish = 'stop'): Scored {
  const result = compileScorer(settings)({ status: 'answered', text, finish }, expected);
  if (result.status === 'missing') throw new Error(`missing: ${result.reason}`);
  return result;
}

const exact: ScoreSettings = { metrics: [{ metric: 'exact_match' }] };

describe('scores of items', () => {
  it('are right or failed with a tag and one line', () => {
    expect(scored(exact, 'Positive.', ['positive'])).toEqual({
      status: 'ok',
      score: 1,
      metrics: { exact_match: 1 },
      tag: null,
      feedback: 'Right.',
    });
    const tags = (text: string, finish = 'stop') => scored(exact, text, ['positive'], finish).tag;
    expect(tags('negative')).toBe('wrong-answer');
    expect(tags('The sentiment is positive')).toBe('extra-text');
    expect(tags(' \n')).toBe('empty');
    expect(tags('The sentiment of', 'length')).toBe('truncated');
    expect(tags("I'm sorry, but I cannot help with that.")).toBe('refused');
    expect(scored(exact, 'John', ['John Smith']).tag).toBe('partly-right');
    expect(scored(exact, 'negative\nreally', ['positive']).feedback).toBe(
      'The answer is "negative really", expected "positive".',
    );
  });

  it('are missing, never zero, where no answer came', () => {
    const missing: Answer = { status: 'missing', reason: 'HTTP 400' };
    expect(compileScorer(exact)(missing, ['x'])).toEqual(missing);
    expect(compileScorer(exact)({ status: 'answered', text: 'x', finish: 'stop' }, [])).toMatchObject({
      status: 'missing',
    });
    expect(
      compileScorer({ metrics: [{ metric: 'bleu' }] })({ status: 'answered', text: 'x', finish: 'stop' }, ['']),
    ).toEqual({ status: 'missing', reason: 'The item has no expected text.' });
    const right = scored(exact, 'a b', ['b']);
    const wrong = scored(exact, 'c', ['b']);
    expect(meanScore([right, wrong, missing, missing])).toEqual({ mean: 0.5, scored: 2, missing: 2 });
    expect(meanScore([missing]).mean).toBeNaN();
  });

  it('an empty text may be the right answer', () => {
    expect(scored(exact, '', ['']).status).toBe('ok');
    expect(scored(exact, 'x', ['']).tag).toBe('wrong-answer');
  });

  it('weigh metrics and report each', () => {
    const result = scored(
      {
        metrics: [{ metric: 'exact_match', weight: 3 }, { metric: 'token_f1' }, { metric: 'rougeL', weight: 0 }],
        pass: 0.2,
      },
      'red fox',
      ['red dog'],
    );
    expect(result.score).toBeCloseTo(0.125, 14);
    expect(result.metrics).toEqual({ exact_match: 0, token_f1: 0.5, rougeL: 0.5 });
    expect(result.status).toBe('failed');
  });

  it('number the second metric of one kind', () => {
    const { metrics } = scored(
      {
        metrics: [
          { metric: 'regex', pattern: 'a' },
          { metric: 'regex', pattern: 'b' },
        ],
      },
      'a',
      [],
    );
    expect(metrics).toEqual({ regex: 1, regex_2: 0 });
  });

  it('are zero where a metric falls below its floor', () => {
    const settings: ScoreSettings = {
      metrics: [{ metric: 'token_f1' }, { metric: 'regex', pattern: '^\\w+$', floor: 1, weight: 0 }],
      pass: 0.5,
    };
    expect(scored(settings, 'yes', ['yes'])).toMatchObject({ status: 'ok', score: 1 });
    expect(scored(settings, 'yes!', ['yes'])).toMatchObject({ status: 'failed', score: 0, tag: 'no-match' });
    const floor: ScoreSettings = { metrics: [{ metric: 'token_f1', floor: 0.9 }], pass: 0.5 };
    expect(scored(floor, 'red fox', ['red dog'])).toMatchObject({
      score: 0,
      tag: 'below-floor',
      feedback: 'token_f1 is 0.50, below its floor of 0.9.',
    });
  });

  it('guard the length in proportion', () => {
    const settings: ScoreSettings = { metrics: [{ metric: 'regex', pattern: 'yes' }], length: { ratio: 2, slack: 2 } };
    expect(scored(settings, 'yes it is so', ['yes'])).toMatchObject({ score: 1, tag: null });
    expect(scored(settings, 'yes it is so and more so again', ['no'])).toMatchObject({
      score: 0.5,
      tag: 'too-long',
      status: 'failed',
    });
  });

  it('tell JSON and schema failures from their own words', () => {
    const settings: ScoreSettings = {
      metrics: [{ metric: 'json_schema', schema: { type: 'object', required: ['a'] } }, { metric: 'json_valid' }],
    };
    expect(scored(settings, '{"a": 1}', [])).toMatchObject({ status: 'ok', score: 1 });
    expect(scored(settings, '{}', [])).toMatchObject({ score: 0.5, tag: 'schema' });
    expect(scored(settings, 'hello', [])).toMatchObject({ score: 0, tag: 'invalid-json' });
  });

  it('whole patterns must fit from end to end', () => {
    const part: ScoreSettings = { metrics: [{ metric: 'regex', pattern: '\\d|x' }] };
    const whole: ScoreSettings = { metrics: [{ metric: 'regex', pattern: '\\d|x', whole: true, flags: 'm' }] };
    expect(scored(part, 'a 7', []).score).toBe(1);
    expect(scored(whole, 'a 7', []).score).toBe(0);
    expect(scored(whole, ' 7\n', []).score).toBe(1);
    expect(scored(whole, '7\na', []).score).toBe(0);
  });

  it('refuses settings that cannot score', () => {
    expect(() => compileScorer({ metrics: [] })).toThrow(/Weights of metrics/);
    expect(() => compileScorer({ metrics: [{ metric: 'bleu', weight: -1 }] })).toThrow(/Weights of metrics/);
    expect(() => compileScorer({ metrics: [{ metric: 'regex', pattern: '(' }] })).toThrow(/not a regular expression/);
  });
});
