import { expect, test } from 'vitest';
import { savedText, spentText } from './sum-words.ts';

const sum = { cost_usd: 0, kept_usd: 0, unpriced: 0, saved_usd: 0, saved_unpriced: 0 };

test('what nobody knows is told as unknown, and never as nothing', () => {
  expect(spentText(sum)).toBe('$0');
  expect(spentText({ ...sum, unpriced: 2 })).toBe('unknown');
  expect(spentText({ ...sum, cost_usd: 0.5, unpriced: 2 })).toBe('$0.50 + unknown');
  expect(spentText({ ...sum, cost_usd: 0.5, kept_usd: 0.25 })).toBe('$0.75');
  expect(savedText({ ...sum, saved_unpriced: 1 })).toBe('unknown');
  expect(savedText({ ...sum, saved_usd: 0.1, saved_unpriced: 1 })).toBe('$0.10 + unknown');
});
