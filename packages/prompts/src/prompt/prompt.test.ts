import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlaceholders, fillPlaceholders, placeholdersIn } from './placeholders.ts';
import { isEmptyPrompt, type Prompt, promptHash, promptText } from './prompt.ts';
import { renderPrompt } from './render.ts';

const prompt: Prompt = {
  system: 'You classify {{kind}} texts.',
  output: 'One word.',
  examples: [{ input: 'Great {{kind}}!', output: 'positive' }],
};

describe('placeholders', () => {
  it('are names in double braces', () => {
    expect(placeholdersIn('{{a}} {{ b_1 }} {{a}} { {c}} {{d e}} {{1}} {{}} {{{f}}}')).toEqual(['a', 'b_1', 'f']);
  });

  it('that were lost or that nothing fills are named', () => {
    const edited = { system: 'You classify {{thing}} texts.', output: '{{label}}' };
    expect(checkPlaceholders(edited, { from: prompt, columns: ['kind', 'label'] })).toEqual({
      lost: ['kind'],
      unknown: ['thing'],
    });
    expect(checkPlaceholders(prompt, { columns: ['kind'] })).toEqual({ lost: [], unknown: [] });
  });

  it('are filled once: a value is never read for placeholders', () => {
    expect(fillPlaceholders('{{a}}{{b}}{{c}}', { a: '{{b}}', b: '$&' })).toBe('{{b}}$&{{c}}');
    expect(fillPlaceholders('{{constructor}}', {})).toBe('{{constructor}}');
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, value) => {
        const plain = text.replaceAll(/[{}]/g, '');
        expect(fillPlaceholders(`${plain}{{a}}${plain}`, { a: value, b: 'x' })).toBe(plain + value + plain);
      }),
    );
  });
});

describe('rendering', () => {
  it('sends one system message, examples as turns and the input last', () => {
    expect(renderPrompt(prompt, { input: 'Bad {{kind}}.', values: { kind: 'short' } })).toEqual([
      { role: 'system', content: 'You classify short texts.\n\nOne word.' },
      { role: 'user', content: 'Great {{kind}}!' },
      { role: 'assistant', content: 'positive' },
      { role: 'user', content: 'Bad {{kind}}.' },
    ]);
  });

  it('leaves out a system message that says nothing', () => {
    expect(renderPrompt({ system: ' ', output: '', examples: [] }, { input: 'x' })).toEqual([
      { role: 'user', content: 'x' },
    ]);
    expect(renderPrompt({ system: '', output: 'Answer {{input}}.', examples: [] }, { input: 'x' })[0]?.content).toBe(
      'Answer x.',
    );
  });
});

describe('the hash of a prompt', () => {
  it('is fixed for the version of its form', () => {
    expect(promptHash({ system: '', output: '', examples: [] })).toBe(
      '922db7c1ee5dfec5f9bbd00b55cfbb6ccc48d62d2db3be8719e3916fc010abcf',
    );
  });

  it('is the same for the same prompt only', () => {
    const text = fc.constantFrom('', 'a', 'b', 'a b', '"', '\\');
    const drawn = fc.record({
      system: text,
      output: text,
      examples: fc.array(fc.record({ input: text, output: text }), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(drawn, drawn, (a, b) => {
        expect(promptHash(a) === promptHash(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 300 },
    );
  });

  it('goes with what counts as empty', () => {
    expect(isEmptyPrompt({ system: ' \n', output: '', examples: prompt.examples })).toBe(true);
    expect(isEmptyPrompt(prompt)).toBe(false);
    expect(promptText(prompt)).toBe('You classify {{kind}} texts.\n\nOne word.\n\nGreat {{kind}}!\n\npositive');
  });
});
