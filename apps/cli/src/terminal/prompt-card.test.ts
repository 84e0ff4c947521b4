import type { Prompt, PromptVersion } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { inkFor } from './ink.ts';
import { promptCard, promptDiffText, promptList } from './prompt-card.ts';

const look = { ink: inkFor(false), columns: 100 };
const now = Date.parse('2026-01-05T09:01:00Z');
const ada = { id: '01900000-0000-7000-8000-000000000001', name: 'ada' };

const first: PromptVersion = {
  name: 'mood',
  version: 1,
  parents: [],
  origin: 'human',
  action: null,
  why: '',
  run: null,
  hash: 'a'.repeat(64),
  words: 5,
  current: false,
  owner: ada,
  created_at: '2026-01-05T09:00:00Z',
  system: 'Name the mood of {{input}}.',
  output: 'One word.',
  examples: [],
  placeholders: ['input'],
  features: { version: 1, values: {}, embedder: null, embeddings: null },
};
const second: PromptVersion = {
  ...first,
  version: 2,
  parents: [1],
  origin: 'model',
  action: 'add_constraint',
  why: 'answers were long',
  run: { id: ada.id, number: 7, name: 'night' },
  current: true,
  words: 8,
  system: 'Name the mood of {{input}}. Say nothing else.',
};
const prompt: Prompt = {
  id: ada.id,
  name: 'mood',
  description: 'For the <b>newsletter</b>',
  current: second,
  versions: 2,
  owner: ada,
  created_at: first.created_at,
};

it('shows a version whole, where it came from and that it is not the current one', () => {
  expect(promptCard(prompt, first, [second, first], now, look)).toMatchInlineSnapshot(`
    "mood@1  [not current: @2 is]

    For the <b>newsletter</b>

    system
    Name the mood of {{input}}.

    output
    One word.

    placeholders  {{input}}
    made          1 min ago by ada

    version     from  edit            why                words  by     made
    @2 current  @1    add_constraint  answers were long      8  run 7  1 min ago
    @1                                                       5  ada    1 min ago"
  `);
});

it('lists prompts by their current versions', () => {
  expect(promptList([prompt], now, look)).toMatchInlineSnapshot(`
    "prompt  current  words  placeholders  for                        changed
    mood    @2 of 2      8  {{input}}     For the <b>newsletter</b>  1 min ago"
  `);
});

it('marks the words that changed, without color', () => {
  expect(promptDiffText(first, second, look)).toMatchInlineSnapshot(`
    "mood@1 → @2  3 words more

    system
    Name the mood of {{input}}.{+ Say nothing else.+}"
  `);
  expect(promptDiffText(first, { ...first, version: 3 }, look)).toContain('They are the same, to the character.');
});
