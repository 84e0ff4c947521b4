import { expect, test } from 'vitest';
import { learnedBasis, learnedQuality, learnedTime, needWords, resumeOf } from './trainer-words.ts';

test('each kind of resuming is explained', () => {
  expect(resumeOf('exact')).toMatchObject({ tone: 'ok', word: 'exact' });
  expect(resumeOf('restarts').meaning).toContain('begins anew');
});

test('needs are told in words', () => {
  const none = { dataset: null, runs: null, models: null, language_models: null, prompt: false, upload: false };
  expect(needWords(none)).toBe('nothing');
  expect(needWords({ ...none, upload: true, runs: { min: 1, max: 9, status: 'ended' } })).toBe(
    'earlier runs, uploaded files',
  );
  expect(
    needWords({
      ...none,
      dataset: { kinds: ['signals', 'table'], labels: true, columns: [], split: true, windows: false },
    }),
  ).toBe('signals or table with labels');
});

test('what was learned is told with how much it stands on', () => {
  const learned = {
    runs: 3,
    seconds: { value: 61, low: 50, high: 80 },
    quality: { label: 'Accuracy', value: 0.931, unit: '' },
  };
  expect(learnedTime(null)).toBe(null);
  expect(learnedTime(learned)).toContain('1');
  expect(learnedQuality(learned)).toBe('Accuracy 0.9310');
  expect(learnedQuality({ ...learned, quality: null })).toBe(null);
  expect(learnedBasis(learned)).toContain('learned from 3 completed runs');
});
