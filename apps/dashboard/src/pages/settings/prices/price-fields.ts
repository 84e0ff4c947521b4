import type { LanguagePrice } from '@trainyard/contracts';
import type { GivenBody } from '@trainyard/contracts/routes';

/** What stands in the form. Both prices empty: unknown from then on. */
export interface PriceFields {
  provider: string;
  model: string;
  input: string;
  cached: string;
  output: string;
  /** As the browser's field for a moment gives it, in the reader's zone; empty: now. */
  from: string;
}

export const emptyPrice: PriceFields = { provider: '', model: '', input: '', cached: '', output: '', from: '' };

function read(text: string): number | null | undefined {
  const clean = text.trim().replace(/^\$/, '').replace(',', '.');
  if (clean === '') return null;
  const value = Number(clean);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Why it cannot be sent, in words; null where it can. */
export function priceFault({ model, input, cached, output }: PriceFields): string | null {
  const [inUsd, cachedUsd, outUsd] = [input, cached, output].map(read);
  if (inUsd === undefined || cachedUsd === undefined || outUsd === undefined)
    return 'Prices are numbers of US dollars, such as 0.25.';
  if ((inUsd === null) !== (outUsd === null))
    return 'Give the prices of input and output, or neither where they are not known.';
  return model.trim() === '' ? 'Name the model as the provider calls it, or * for all others.' : null;
}

export function priceBody(fields: PriceFields): GivenBody<'addPrice'> {
  const cached = read(fields.cached);
  return {
    provider: fields.provider,
    model: fields.model.trim(),
    input_usd: read(fields.input) ?? null,
    output_usd: read(fields.output) ?? null,
    ...(cached == null ? {} : { cached_input_usd: cached }),
    ...(fields.from === '' ? {} : { valid_from: new Date(fields.from).toISOString() }),
  };
}

/** A model's rows together, the one that counts now first told of; the server lists the newest of each first. */
export interface PricedModel {
  key: string;
  provider: string;
  model: string;
  current: LanguagePrice | null;
  rows: LanguagePrice[];
}

export function pricedModels(prices: readonly LanguagePrice[]): PricedModel[] {
  const byModel = new Map<string, PricedModel>();
  for (const price of prices) {
    const key = JSON.stringify([price.provider, price.model]);
    const one = byModel.get(key) ?? { key, provider: price.provider, model: price.model, current: null, rows: [] };
    one.rows.push(price);
    if (price.current) one.current = price;
    byModel.set(key, one);
  }
  return [...byModel.values()];
}
