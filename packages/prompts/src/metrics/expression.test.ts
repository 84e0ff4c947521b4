import { describe, expect, it } from 'vitest';
import { compileExpression, ExpressionError } from './expression.ts';
import { compileScorer } from './score.ts';

const about = { input: 'A question?', values: { topic: 'tea' }, metrics: { exact_match: 0, token_f1: 0.5 } };
const value = (source: string, answer = 'green tea', expected = 'tea') =>
  compileExpression(source)(answer, expected, about);

describe('a metric that somebody writes', () => {
  it('sees answer, expected, input, values and the metrics before it', () => {
    expect(value('answer.contains(expected)')).toBe(1);
    expect(value('metrics.token_f1 * 0.5 + 1 / 4.0')).toBe(0.5);
    expect(value('values.topic == expected && input.endsWith("?") ? 1 : 0')).toBe(1);
    expect(value('share(words(answer).filter(w, w in words(expected)).size(), words(answer).size())')).toBe(0.5);
    expect(value('metrics.exact_match == 1')).toBe(0);
    expect(value('min(1.0, double(lines(answer).size()) / 3.0)', 'a\n\nb\nc\nd')).toBe(1);
    expect(value('answer.fits("^[a-z ]+$")')).toBe(1);
  });

  it('tells what is wrong with it, and where, before anything is spent', () => {
    const problem = (source: string): string => {
      try {
        compileExpression(source);
        return 'fine';
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
        return (error as Error).message;
      }
    };
    expect(problem('answer ==')).toBe('The expression cannot be used: Unexpected token: EOF at character 10');
    expect(problem('nothing + 1')).toMatch(/Unknown variable: nothing at character 1/);
    expect(problem('answer.matches("(a+)+$")')).toMatch(/no function matches; use text.fits\("pattern"\) at character/);
    expect(problem('answer')).toMatch(/It gives string, not a number/);
    expect(problem('answer.size() > 3 ? 1 : 0.5')).toMatch(/same type/);
    expect(problem('words(answer).exists(a, words(expected).exists(b, a == b))')).toMatch(/within another loop/);
    expect(problem(`answer == "${'x'.repeat(2000)}"`)).toMatch(/at most 2000 characters/);
    expect(problem(Array.from({ length: 250 }, () => '1.0').join('+'))).toMatch(/cannot be used/);
  });

  it('gives nothing that is not from 0 to 1', () => {
    expect(() => value('2.0')).toThrow(/It gave 2, expected 0 to 1/);
    expect(() => value('0.0 / 0.0')).toThrow(/It gave NaN/);
    expect(() => value('values.colour == "red"')).toThrow(/No such key: colour at character 8/);
  });

  it('cannot hang on a long and hostile answer', () => {
    const started = performance.now();
    value('answer.fits("^(a+)+$")', `${'a'.repeat(100_000)}!`);
    const each = 'share(words(answer).filter(w, answer.contains(w) && !answer.contains(w + "b")).size(), 5000)';
    value(each, Array.from({ length: 30_000 }, (_, i) => `a${i}`).join(' '));
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 20_000);

  it('is one of several metrics; where it fails the item is missing, unless it is only reported', () => {
    const answer = { status: 'answered', text: 'tea', finish: 'stop' } as const;
    const score = (weight: number, expression: string) =>
      compileScorer({
        metrics: [{ metric: 'exact_match' }, { metric: 'expression', name: 'own', expression, weight }],
      })(answer, ['tea'], { input: '', values: {} });
    expect(score(1, 'metrics.exact_match * 0.5')).toMatchObject({ score: 0.75, metrics: { exact_match: 1, own: 0.5 } });
    expect(score(1, 'values.x == ""')).toMatchObject({ status: 'missing', reason: expect.stringMatching(/^own: /) });
    expect(score(0, 'values.x == ""')).toMatchObject({ status: 'ok', metrics: { exact_match: 1 } });
  });
});
