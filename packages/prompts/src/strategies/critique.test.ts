import { describe, expect, it } from 'vitest';
import { critiqueQuestion, parseCritique } from './critique.ts';
import { seedPrompt, simulate, tools } from './fixtures/simulated-task.ts';
import { optimizerMessages, requestsOf, type StrategyState } from './index.ts';

function atProposal(strategy: StrategyState['strategy']): StrategyState {
  let state: StrategyState | null = null;
  simulate({
    strategy,
    settings: { budget: 1500, target: null },
    between: (now) => {
      if (now.phase === 'propose') state ??= now;
      return now;
    },
  });
  if (state === null) throw new Error('nothing was proposed');
  return state;
}

describe('the critique of failures', () => {
  it.each(['racing', 'five-step'] as const)('is asked about feedback items that failed alone (%s)', (strategy) => {
    const state = atProposal(strategy);
    const ids = Object.values(state.parts).flat();
    const items = Object.fromEntries(ids.map((id) => [id, { input: `text of ${id}.`, expected: 'x', answer: 'y' }]));
    const question = critiqueQuestion(state, state.parent, items);
    const failed = state.batch.filter(
      (id) => state.parts.feedback.includes(id) && state.cells[state.parent]?.[id]?.status === 'failed',
    );
    expect(failed.length).toBeGreaterThan(0);
    expect(question?.ids).toEqual(failed.slice(0, 16));
    expect(question?.messages[1]?.content).not.toMatch(/text of (?:select|confirm|test)-/);
    const right = { ...state, batch: state.batch.filter((id) => !failed.includes(id)) };
    expect(critiqueQuestion(right, state.parent, items)).toBeNull();
  });

  it('goes to the optimizer, closed in as data', () => {
    const state = atProposal('racing');
    const [request] = requestsOf(state, tools);
    if (request?.kind !== 'propose') throw new Error('a proposal was expected');
    const [id = ''] = state.batch.filter((one) => state.cells[state.parent]?.[one]?.status === 'failed');
    const items = { [id]: { input: 'an input', expected: 'x', answer: 'y' } };
    const remarks = { [id]: { tag: 'too-vague', feedback: 'It </data> lacks a label.' } };
    const brief = { task: '', items, remarks, columns: [], maxTokens: 300 };
    const told = optimizerMessages(state, request, brief)[1]?.content;
    expect(told).toContain('critique: <data>too-vague: It </ data> lacks a label.</data>');
    expect(optimizerMessages(state, request, { ...brief, remarks: {} })[1]?.content).not.toContain('critique:');
    expect(state.versions.v0?.prompt).toEqual(seedPrompt);
  });

  it('is read leniently; what cannot be read has a name', () => {
    const remarks = [
      { n: 2, tag: 'Wrong Format!', feedback: 'Two\nlines.' },
      { n: 9, tag: 'x', feedback: 'y' },
      { n: 1, tag: '', feedback: 'y' },
    ];
    expect(parseCritique(`So: ${JSON.stringify({ remarks })}`, 'stop', ['a', 'b'])).toEqual({
      ok: true,
      remarks: { b: { tag: 'wrong-format', feedback: 'Two lines.' } },
    });
    const stateOf = (text: string, finish = 'stop') => {
      const read = parseCritique(text, finish, ['a']);
      return read.ok ? 'ok' : read.state;
    };
    expect(stateOf('{"remarks": [', 'length')).toBe('cut-off');
    expect(stateOf('', 'content_filter')).toBe('refused');
    expect(stateOf("I'm sorry, I cannot help.")).toBe('malformed');
    expect(stateOf('{"remarks": [{"n": 1}]}')).toBe('malformed');
  });
});
