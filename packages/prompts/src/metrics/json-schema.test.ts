import { describe, expect, it } from 'vitest';
import { jsonAnswer } from './json-answer.ts';
import { AnswerSchemaError, compileAnswerSchema } from './json-schema.ts';

describe('JSON answers', () => {
  it('are one value, in a code fence or not', () => {
    expect(jsonAnswer(' {"a": 1}\n')).toEqual({ ok: true, value: { a: 1 } });
    expect(jsonAnswer('```json\n[1, 2]\n```')).toEqual({ ok: true, value: [1, 2] });
    expect(jsonAnswer('```json\n[1, 2]\n```', { fenced: false }).ok).toBe(false);
    expect(jsonAnswer('null')).toEqual({ ok: true, value: null });
  });

  it('are told apart from text in words', () => {
    expect(jsonAnswer('')).toEqual({ ok: false, problem: 'The answer is empty; JSON was expected.' });
    expect(jsonAnswer('Sure! {"a": 1}')).toMatchObject({
      problem: expect.stringMatching(/^The answer is not JSON: .*It does not start with/),
    });
    expect(jsonAnswer('{"a": 1} {"b": 2}').ok).toBe(false);
    expect(jsonAnswer('{"a": NaN}').ok).toBe(false);
  });

  it('that nest for ever are refused before they are read', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(jsonAnswer(deep)).toEqual({ ok: false, problem: 'The answer nests deeper than 200 levels.' });
    expect(jsonAnswer(`"${'['.repeat(300)}"`).ok).toBe(true);
  });
});

describe('answer schemas', () => {
  const schema = {
    type: 'object',
    required: ['label', 'score'],
    properties: {
      label: { enum: ['positive', 'negative'] },
      score: { type: 'number', minimum: 0, maximum: 1 },
      code: { type: 'string', pattern: '^[A-Z]{2}-\\d+$' },
      pattern: { type: 'string' },
    },
    additionalProperties: false,
  };

  it('name the place and the problem', () => {
    const check = compileAnswerSchema(schema);
    expect(check({ label: 'positive', score: 0.5, code: 'AB-1', pattern: '(' })).toBeNull();
    expect(check({ label: 'positive' })).toMatch(/^At \/: .*"score"/);
    expect(check({ label: 'maybe', score: 0.5 })).toMatch(/^At \/label: /);
    expect(check({ label: 'positive', score: 2 })).toMatch(/^At \/score: 2 is greater/);
    expect(check({ label: 'positive', score: 1, code: 'ab' })).toBe(
      'At /code: String does not match pattern "^[A-Z]{2}-\\d+$".',
    );
    expect(check([])).toMatch(/^At \/: /);
  });

  it('cannot be hung by an answer that is made for a bad pattern', () => {
    const check = compileAnswerSchema({ type: 'string', pattern: '^(a+)+$', minLength: 1 });
    const started = performance.now();
    expect(check(`${'a'.repeat(5000)}!`)).toMatch(/does not match pattern/);
    expect(check('aaa')).toBeNull();
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);

  it('are refused where they cannot be checked', () => {
    expect(() => compileAnswerSchema('x')).toThrow(AnswerSchemaError);
    expect(() => compileAnswerSchema({ pattern: '(?=x)' })).toThrow(/The schema has a pattern: /);
    expect(() => compileAnswerSchema({ pattern: 3 })).toThrow(/not a text/);
    expect(() => compileAnswerSchema({ items: { patternProperties: { a: {} } } })).toThrow(/patternProperties/);
    expect(() => compileAnswerSchema({ format: 'url' })).toThrow(/use "uri"/);
    expect(() => compileAnswerSchema({ $ref: '#/$defs/gone' })).toThrow(/cannot be used/);
  });

  it('are refused where references double the work at each level, and end there where an answer makes them do so', () => {
    const twice = (name: string) => ({ allOf: [{ $ref: `#/$defs/${name}` }, { $ref: `#/$defs/${name}` }] });
    const levels = Array.from({ length: 40 }, (_, i) => [`level${i}`, twice(`level${i + 1}`)]);
    const $defs = { ...Object.fromEntries(levels), level40: true };
    expect(() => compileAnswerSchema({ $defs, $ref: '#/$defs/level0' })).toThrow(/more than 200000 steps/);
    const nested = compileAnswerSchema({ $defs: { list: { items: twice('list') } }, $ref: '#/$defs/list' });
    expect(nested([[[]]])).toBeNull();
    expect(() => nested(JSON.parse('['.repeat(100) + ']'.repeat(100)))).toThrow(/more than 200000 steps/);
    const long = compileAnswerSchema({ items: { type: 'integer' } });
    expect(long(Array.from({ length: 50_000 }, (_, i) => i))).toBeNull();
  });

  it('know definitions and references', () => {
    const check = compileAnswerSchema({
      $defs: { tag: { type: 'string', pattern: '^t' } },
      type: 'array',
      items: { $ref: '#/$defs/tag' },
    });
    expect(check(['t1', 't2'])).toBeNull();
    expect(check(['t1', 'x'])).toMatch(/^At \/1: /);
  });
});
