import { TrainyardError } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { braced, lostPlaceholders, lostSentence } from './lost-words.ts';

const before = { system: 'Answer {{question}} about {{ place }}.', output: 'In {{language}}.', examples: [] };

test('a placeholder that moved to the other part is not lost', () => {
  expect(lostPlaceholders({ ...before, system: 'Answer.', output: '{{place}} {{question}}' }, before)).toEqual([
    'language',
  ]);
  expect(lostPlaceholders(before, before)).toEqual([]);
});

test('the words are those of the server', () => {
  const lost = ['question', 'place'];
  const refusal = new TrainyardError('prompt-loses-placeholders', {
    prompt: 'helper',
    placeholders: braced(lost),
    parent: 2,
  });
  expect(lostSentence('helper', lost, 2)).toBe(refusal.message);
});
