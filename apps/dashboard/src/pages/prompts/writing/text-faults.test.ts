import { promptVersionCreate } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { textFaults } from './text-faults.ts';
import { mostCharacters, mostExamples, type Written } from './written.ts';

const good: Written = { system: 'Answer {{question}}.', output: '', examples: [{ input: 'a', output: 'b' }] };

test('a text in either part is enough', () => {
  expect(textFaults(good)).toEqual([]);
  expect(textFaults({ system: '', output: 'One word.', examples: [] })).toEqual([]);
});

test('an empty prompt, an unfinished example and too much text are told in words', () => {
  expect(textFaults({ system: ' \n', output: '', examples: [] })).toEqual([
    'A prompt needs a text: both its system and its output part are empty.',
  ]);
  const examples = [
    { input: 'a', output: '' },
    { input: '', output: 'b' },
    { input: '', output: '' },
  ];
  expect(textFaults({ ...good, examples })).toEqual([
    'Example 1 has no output.',
    'Example 2 has no input.',
    'Example 3 is empty: write it, or remove it.',
  ]);
  const [fault] = textFaults({ ...good, system: 'x'.repeat(100_001) });
  expect(fault).toMatch(/^The system part has 100.001 characters; at most 100.000 can be kept\.$/);
});

test('the limits are those of the server', () => {
  const accepts = (written: object) => promptVersionCreate.safeParse(written).success;
  const example = { input: 'a', output: 'b' };
  const many = (n: number) => Array.from({ length: n }, () => example);
  for (const [given, right] of [
    [{ ...good, system: 'x'.repeat(mostCharacters) }, true],
    [{ ...good, system: 'x'.repeat(mostCharacters + 1) }, false],
    [{ ...good, examples: many(mostExamples) }, true],
    [{ ...good, examples: many(mostExamples + 1) }, false],
    [{ ...good, examples: [{ input: '', output: 'b' }] }, false],
  ] as const) {
    expect(accepts(given)).toBe(right);
    expect(textFaults(given).length === 0).toBe(right);
  }
});
