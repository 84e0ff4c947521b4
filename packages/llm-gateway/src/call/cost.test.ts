import { expect, it } from 'vitest';
import { costOf, mostCost, mostInputTokens } from './cost.ts';
import { plainParameters } from './plain-parameters.ts';

const price = { price_version: 3, input_usd: 2, cached_input_usd: 0.5, output_usd: 10 };
const usage = { input_tokens: 1000, cached_input_tokens: 400, output_tokens: 100, reasoning_tokens: 20 };

it('what the provider read from its own cache is cheaper, where the price says so', () => {
  expect(costOf(price, usage)).toBe('0.002400000000');
  expect(costOf({ ...price, cached_input_usd: null }, usage)).toBe('0.003000000000');
});

it('is unknown where the price or the count is', () => {
  expect(costOf({ ...price, input_usd: null, output_usd: null }, usage)).toBeNull();
  expect(costOf(price, { ...usage, output_tokens: null })).toBeNull();
});

it('a free model costs nothing, which is known', () => {
  const free = { price_version: 1, input_usd: 0, cached_input_usd: null, output_usd: 0 };
  expect(Number(costOf(free, usage))).toBe(0);
});

it('the most that a call may cost is never below what it does', () => {
  const messages = [{ role: 'user', text: 'déjà vu 🔑' }] as const;
  expect(mostInputTokens({ messages }, null)).toBeGreaterThanOrEqual(Buffer.byteLength('déjà vu 🔑'));
  const parameters = { ...plainParameters, temperature: 0, max_tokens: 100, top_p: 1 };
  const most = Number(mostCost(price, { model: 'm', messages, parameters }));
  expect(most).toBeGreaterThan(Number(costOf(price, { ...usage, input_tokens: 14, cached_input_tokens: 0 })));
  expect(mostCost({ ...price, input_usd: null, output_usd: null }, { model: 'm', messages, parameters })).toBeNull();
});

it('a format counts by its bytes, with what a provider says around it', () => {
  const format = { type: 'json_schema', json_schema: { schema: { enum: ['漢字'.repeat(500)] } } };
  const more = mostInputTokens({ messages: [] }, format) - mostInputTokens({ messages: [] }, null);
  expect(more).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(format)) + 1000);
});
