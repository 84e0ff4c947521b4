import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureTags } from '../metrics/result.ts';
import { promptPlaceholders } from '../prompt/placeholders.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { type EditAction, editActions } from './actions.ts';
import { detectAction } from './detect.ts';
import { possibleActions, scriptedEdit } from './scripted.ts';

const rich: Prompt = {
  system:
    'You are an assistant. Please read the review, then decide in order to classify the review about {{topic}}. ' +
    'Reviews come from a shop (in English). The label describes the opinion of the writer.',
  output: 'Write the label.',
  examples: [],
};
const bare: Prompt = { system: 'Classify the text.', output: '', examples: [] };
const lines: Prompt = {
  system: '- Find the year of the event, if there is one.\n- Copy the year from the text.\n- The text is a headline.',
  output: 'Give the year in "digits".',
  examples: [{ input: 'War of 1812', output: '1812' }],
};
const feedback = {
  failures: {},
  examples: [
    { input: 'Lovely!', output: 'positive' },
    { input: 'Terrible.', output: 'negative' },
    { input: 'War of 1812', output: '1812' },
  ],
  expected: ['positive', 'negative', 'positive', 'negative'],
};

describe('scripted edits', () => {
  it('exist for each of the ten actions', () => {
    expect(editActions).toHaveLength(10);
    expect(possibleActions(rich, { ...feedback, seed: 1 })).toEqual([...editActions]);
  });

  it('are seen as what they are, whatever the seed and the failures', () => {
    const wrong: string[] = [];
    for (const prompt of [rich, bare, lines]) {
      for (const action of editActions) {
        for (const tag of failureTags) {
          for (let seed = 0; seed < 8; seed += 1) {
            const edited = scriptedEdit(prompt, action, { ...feedback, failures: { [tag]: 3 }, seed });
            if (edited === null) continue;
            const seen = detectAction(prompt, edited);
            if (seen !== action) wrong.push(`${action} seen as ${seen}: ${edited.system} | ${edited.output}`);
          }
        }
      }
    }
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('answer to the commonest failure', () => {
    const constrained = (tag: string): string => {
      return (
        scriptedEdit(bare, 'add_constraint', { ...feedback, failures: { [tag]: 5, empty: 1 }, seed: 3 })?.system ?? ''
      );
    };
    expect(constrained('refused')).toBe('Classify the text. Never refuse: every input has an answer.');
    expect(constrained('wrong-answer')).toBe('Classify the text. The answer must be one of negative or positive.');
    expect(constrained('schema')).toMatch(/The JSON must have exactly the keys/);
  });

  it('use what the expected answers look like', () => {
    const formats = new Set(
      Array.from({ length: 20 }, (_, seed) => scriptedEdit(bare, 'format_improvement', { ...feedback, seed })?.output),
    );
    expect(formats).toContain('Format: one word in lower case: negative or positive.');
    const numbers = { ...feedback, expected: ['1812', '1999', '2001'] };
    const digits = new Set(
      Array.from({ length: 20 }, (_, seed) => scriptedEdit(bare, 'format_improvement', { ...numbers, seed })?.output),
    );
    expect(digits).toContain('Format: digits and no other character.');
  });

  it('show an answer first that no example shows yet', () => {
    const once = scriptedEdit(bare, 'add_example', { ...feedback, seed: 0 });
    const twice = once && scriptedEdit(once, 'add_example', { ...feedback, seed: 0 });
    expect(new Set(twice?.examples.map(({ output }) => output)).size).toBe(2);
    const full = { ...bare, examples: Array.from({ length: 8 }, (_, i) => ({ input: `${i}`, output: 'x' })) };
    expect(scriptedEdit(full, 'add_example', { ...feedback, seed: 0 })).toBeNull();
  });

  it('never lose a placeholder, repeat themselves and change something', () => {
    const words = fc.constantFrom(
      'Sort the text.',
      'Use {{topic}}.',
      'Please be brief, as always.',
      '- rule one',
      'Why?',
      'x',
    );
    const part = fc.array(words, { maxLength: 5 }).chain((all) => fc.constantFrom(all.join(' '), all.join('\n')));
    const drawn = fc.record({
      system: part,
      output: part,
      examples: fc.constantFrom([], feedback.examples.slice(0, 1)),
    });
    fc.assert(
      fc.property(
        drawn,
        fc.constantFrom(...editActions),
        fc.nat(),
        fc.constantFrom(...failureTags),
        (prompt, action, seed, tag) => {
          const context = { ...feedback, failures: { [tag]: 1 }, seed };
          const edited = scriptedEdit(prompt, action, context);
          expect(scriptedEdit(prompt, action, context)).toEqual(edited);
          if (edited === null) return;
          expect(edited).not.toEqual(prompt);
          expect(promptPlaceholders(edited).sort()).toEqual(promptPlaceholders(prompt).sort());
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('detection of an action', () => {
  const cases: [EditAction | null, Prompt][] = [
    [null, rich],
    ['remove_text', { ...rich, system: rich.system.replace(' Reviews come from a shop (in English).', '') }],
    [
      'shorten_prompt',
      { ...rich, system: rich.system.replace('Please read the review, then decide in order to classify', 'Classify') },
    ],
    ['add_constraint', { ...rich, system: `${rich.system} Do not mention the shop.` }],
    ['change_tone', { ...rich, system: rich.system.replace('You are an assistant', 'You are a seasoned critic') }],
    ['add_step_by_step', { ...rich, system: `${rich.system} Let's work through it step by step.` }],
    ['add_reasoning_hint', { ...rich, system: `${rich.system} Think about irony before answering.` }],
    [
      'clarify_instruction',
      { ...rich, system: rich.system.replace('the opinion of the writer', 'how the writer liked the product') },
    ],
    ['format_improvement', { ...rich, output: 'Reply as JSON: {"label": "..."}' }],
    ['format_improvement', { ...rich, system: rich.system.replaceAll('. ', '.\n- ') }],
    ['add_example', { ...rich, examples: [{ input: 'a', output: 'b' }], output: 'Write one label.' }],
  ];

  it('tells what a writer did from the texts alone', () => {
    expect(cases.map(([, after]) => detectAction(rich, after))).toEqual(cases.map(([action]) => action));
  });

  it('sees examples that were dropped or moved', () => {
    const [a, b] = [
      { input: '1', output: 'x' },
      { input: '2', output: 'y' },
    ];
    const two = { ...rich, examples: [a, b] };
    expect(detectAction(two, { ...rich, examples: [b, a] })).toBe('reorder_components');
    expect(detectAction(two, { ...rich, examples: [b] })).toBe('remove_text');
  });
});
