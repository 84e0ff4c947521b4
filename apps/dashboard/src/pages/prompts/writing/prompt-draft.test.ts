import { expect, test } from 'vitest';
import { blankDraft, draftFrom, readPromptDraft } from './prompt-draft.ts';

const draft = draftFrom({ version: 3, system: 'a', output: 'b', examples: [{ input: 'i', output: 'o' }] });

test('a draft comes back as it was kept', () => {
  expect(readPromptDraft(JSON.stringify(draft))).toEqual(draft);
  expect(readPromptDraft(JSON.stringify({ ...blankDraft, name: 'x' }))).toEqual({ ...blankDraft, name: 'x' });
});

test('what is no draft is none, and odd parts of one are left out', () => {
  for (const text of [null, '', '{', '[]', '"x"', '{"v":2}']) expect(readPromptDraft(text)).toBeNull();
  const odd = { v: 1, from: 'x', system: 5, examples: [1, { input: 'i' }], why: null };
  expect(readPromptDraft(JSON.stringify(odd))).toEqual({ ...blankDraft, examples: [{ input: 'i', output: '' }] });
});
