import { diffPrompts } from '@trainyard/prompts/text-diff';
import { expect, it } from 'vitest';
import { diffParts } from './diff-parts.ts';

const example = { input: 'The seal leaks.', output: 'seal' };
const prompt = { system: 'Name the part.', output: '', examples: [example] };

it('holds both parts where they have words, and the examples that changed', () => {
  const longer = { ...prompt, output: 'One word.', examples: [example, { input: 'Cage broken.', output: 'cage' }] };
  expect(diffParts(diffPrompts(prompt, longer)).map(({ title, changed }) => [title, changed])).toEqual([
    ['System', false],
    ['Output', true],
    ['Example 2, input', true],
    ['Example 2, answer', true],
  ]);
  expect(diffParts(diffPrompts(prompt, prompt)).map(({ title }) => title)).toEqual(['System']);
});
