import type { LanguagePrice } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { emptyPrice, priceBody, pricedModels, priceFault } from './price-fields.ts';

const filled = { ...emptyPrice, provider: 'local', model: ' tiny ', input: '$0,25', output: '2' };

test('a price is sent as it was typed, and neither price means unknown', () => {
  expect(priceBody(filled)).toEqual({ provider: 'local', model: 'tiny', input_usd: 0.25, output_usd: 2 });
  expect(priceBody({ ...filled, input: '', output: '', cached: '' })).toMatchObject({
    input_usd: null,
    output_usd: null,
  });
  const dated = priceBody({ ...filled, cached: '0.1', from: '2026-03-01T00:00' });
  expect(dated).toMatchObject({ cached_input_usd: 0.1, valid_from: new Date('2026-03-01T00:00').toISOString() });
});

test('what cannot be sent is said', () => {
  expect(priceFault(filled)).toBeNull();
  expect(priceFault({ ...filled, input: '', output: '' })).toBeNull();
  expect(priceFault({ ...filled, output: '' })).toMatch(/or neither/);
  expect(priceFault({ ...filled, input: 'cheap' })).toMatch(/numbers/);
  expect(priceFault({ ...filled, model: ' ' })).toMatch(/Name the model/);
});

test('the rows of a model are together, and the one that counts is known', () => {
  const row = (version: number, model: string, current: boolean): LanguagePrice => ({
    version,
    provider: 'local',
    model,
    input_usd: version,
    cached_input_usd: null,
    output_usd: version,
    valid_from: '2026-03-01T00:00:00Z',
    current,
    set_by: { id: 'u', name: 'Ann' },
    set_at: '2026-03-01T00:00:00Z',
  });
  const found = pricedModels([row(3, 'a', false), row(1, 'a', true), row(2, 'b', false)]);
  expect(found.map(({ model, current, rows }) => [model, current?.version ?? null, rows.length])).toEqual([
    ['a', 1, 2],
    ['b', null, 1],
  ]);
});
