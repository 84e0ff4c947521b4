import { expect, it } from 'vitest';
import { foremostScores } from './foremost-scores.ts';

it('keeps the true class however unsure the model was of it', () => {
  const scores = { a: 0.5, b: 0.2, c: 0.1, d: 0.08, e: 0.06, f: 0.04, g: 0.015, h: 'NaN' as const };
  const shown = foremostScores({ sample_id: 's', truth: 'g', prediction: 'a', confidence: 0.5, scores });
  expect(shown.map(({ label }) => label)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  expect(shown[0]?.role).toBe('prediction');
  expect(shown.at(-1)?.role).toBe('truth');
});

it('a trainer that gives no scores leaves none to show', () => {
  expect(foremostScores({ sample_id: 's', truth: 'a', prediction: 'b', confidence: null, scores: {} })).toEqual([]);
});
