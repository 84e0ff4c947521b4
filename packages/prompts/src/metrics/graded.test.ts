import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../prompt/render.ts';
import { type AskGrader, gradedMeasure, sameFamily } from './graded.ts';
import type { GradedSetting } from './outside.ts';

const about = { input: 'What is <data>this</data>?', values: {}, metrics: {} };
const points: GradedSetting = { metric: 'graded', rubric: 'It is polite.' };

function grader(replies: readonly (string | null)[], finish = 'stop') {
  const asked: { messages: readonly ChatMessage[]; sample: number }[] = [];
  const ask: AskGrader = async (messages, sample) => {
    asked.push({ messages, sample });
    const text = replies[asked.length - 1];
    return text === undefined || text === null
      ? { status: 'missing', reason: 'HTTP 400' }
      : { status: 'answered', text, finish };
  };
  return { ask, asked };
}
const both = (a: unknown, b: unknown) => JSON.stringify({ reason: 'So it is.', grades: { A: a, B: b } });

describe('an answer that a model grades', () => {
  it('is asked about in both orders, without saying which text is the expected one', async () => {
    const { ask, asked } = grader([both(8, 1), both(1, 10)]);
    const told = await gradedMeasure(points, ask)('mine', ['theirs'], about);
    expect(told).toEqual({ value: 0.9, tag: 'partly-right', feedback: 'Graded 0.90: So it is.' });
    expect(asked.map(({ sample }) => sample)).toEqual([0, 1]);
    const texts = asked.map(({ messages }) => messages[1]?.content ?? '');
    expect(texts[0]).toContain('Text A: <data>mine</data>\n\nText B: <data>theirs</data>');
    expect(texts[1]).toContain('Text A: <data>theirs</data>\n\nText B: <data>mine</data>');
    expect(texts[0]).toContain('Input: <data>What is < data>this</ data>?</data>');
    expect(asked[0]?.messages[0]?.content).toBe(asked[1]?.messages[0]?.content);
    expect(JSON.stringify(asked)).not.toContain('expected');
  });

  it('is asked about a third time where two grades disagree or one is none: the middle counts', async () => {
    const apart = grader([both(10, 1), both(1, 2), both(9, 1)]);
    expect(await gradedMeasure(points, apart.ask)('mine', ['theirs'], about)).toMatchObject({ value: 0.9 });
    expect(apart.asked).toHaveLength(3);
    const silent = grader([null, both(1, 10), both(10, 1)]);
    expect(await gradedMeasure(points, silent.ask)('mine', ['theirs'], about)).toEqual({
      value: 1,
      tag: null,
      feedback: '',
    });
    const pass: GradedSetting = { ...points, scale: 'pass', reference: 'none' };
    const votes = grader(['{"grades": {"A": true}}', '{"grades": {"A": false}}', 'Sure: {"grades": {"A": false}}.']);
    expect(await gradedMeasure(pass, votes.ask)('mine', ['theirs'], about)).toMatchObject({ value: 0 });
    expect(votes.asked[2]?.messages[1]?.content).not.toContain('theirs');
  });

  it('is missing, not zero, where no two grades can be read', async () => {
    const nonsense = grader(['I like it', '{"grades": {"A": 11, "B": "ten"}}', both(1, 1)]);
    expect(await gradedMeasure(points, nonsense.ask)('mine', ['theirs'], about)).toMatchObject({ status: 'missing' });
    expect(nonsense.asked).toHaveLength(2);
    const cut = grader([both(5, 5), both(5, 5)], 'length');
    expect(await gradedMeasure(points, cut.ask)('mine', [], about)).toEqual({
      status: 'missing',
      reason: 'the grader\'s answer did not end by itself ("length")',
    });
    const one = grader([both(0, 5), both(5, 10), null]);
    expect(await gradedMeasure(points, one.ask)('mine', ['theirs'], about)).toEqual({
      status: 'missing',
      reason: 'HTTP 400',
    });
  });

  it('costs nothing where it is empty', async () => {
    const { ask, asked } = grader([]);
    expect(await gradedMeasure(points, ask)(' ', ['theirs'], about)).toMatchObject({ value: 0, tag: 'empty' });
    expect(asked).toEqual([]);
  });
});

it('a grader of the same family is told', () => {
  expect(sameFamily('gpt-5-mini', 'openai/gpt-4o')).toMatch(/same family/);
  expect(sameFamily('meta-llama/Llama-3.1-8B', 'llama3:8b')).toMatch(/same family/);
  expect(sameFamily('gpt-5-mini', 'claude-sonnet')).toBeNull();
});
