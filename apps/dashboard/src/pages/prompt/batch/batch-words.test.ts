import { expect, it } from 'vitest';
import { costText, countsText, intervalText, isGoing, itemsText } from './batch-words.ts';

const counts = { all: 100, open: 40, ok: 57, failed: 2, missing: 1, cached: 0 };

it('a batch is told in words, and what is nothing is left out', () => {
  expect(countsText({ kind: 'evaluation', counts })).toBe('57 right, 2 not, 1 missing, 40 to come');
  expect(countsText({ kind: 'inference', counts: { ...counts, open: 0, missing: 0 } })).toBe('57 answered');
  expect(intervalText({ value: 0.5, low: 0.25, high: 1 })).toMatch(/^50\.0.%? ?.*\(25\.0.* to 100\.0.*\)$/);
  const dataset = { name: 'reviews', version: 2, part: 'open' as const, run: null };
  expect(itemsText({ items: 1, samples: 3, dataset })).toBe('1 item of reviews@2, part open, 3 samples each');
  expect([isGoing({ status: 'waiting' }), isGoing({ status: 'budget-reached' })]).toEqual([true, false]);
});

it('what is reserved for calls of unknown outcome is told with the cost', () => {
  const usage = { input_tokens: 1, output_tokens: 1, cost_usd: 0.5, unpriced: 0, unknown: 3, kept_usd: 0.0042 };
  const model = { name: 'small', provider: 'p', model: 'm' };
  expect(costText({ usage, counts, language_model: model, grader: null })).toBe(
    '$0.50; 3 calls unknown, up to $0.0042 reserved',
  );
});
