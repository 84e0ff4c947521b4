import { type LanguagePrice, type LanguagePriceSet, languagePrice } from '@trainyard/contracts';
import type { Db, Transaction } from './connection.ts';
import { getProvider } from './provider.ts';

interface PriceRow {
  version: number;
  provider: string | null;
  model: string;
  input_usd: number | null;
  cached_input_usd: number | null;
  output_usd: number | null;
  valid_from: string;
  current: boolean;
  by_id: string;
  by_name: string | null;
  set_at: string;
}

const select = `SELECT x.version, p.name AS provider, x.model, x.input_usd::float8 AS input_usd,
  x.cached_input_usd::float8 AS cached_input_usd, x.output_usd::float8 AS output_usd, x.valid_from,
  x.version = (SELECT y.version FROM language_price y WHERE y.provider_id = x.provider_id AND y.model = x.model
    AND y.valid_from <= clock_timestamp() ORDER BY y.valid_from DESC, y.version DESC LIMIT 1) IS TRUE AS current,
  x.set_by AS by_id, u.name AS by_name, x.set_at
  FROM language_price x LEFT JOIN provider p ON p.id = x.provider_id LEFT JOIN "user" u ON u.id = x.set_by`;

function toPrice({ by_id, by_name, provider, ...row }: PriceRow): LanguagePrice {
  const set_by = { id: by_id, name: by_name ?? 'unknown' };
  return languagePrice.parse({ ...row, provider: provider ?? 'removed', set_by });
}

/** By provider and model; of each the newest first. */
export async function listPrices(db: Db): Promise<LanguagePrice[]> {
  const found = await db.query<PriceRow>(
    `${select} ORDER BY p.name NULLS LAST, x.model, x.valid_from DESC, x.version DESC LIMIT 5000`,
  );
  return found.rows.map(toPrice);
}

/** Adds a row; those before it stay, for the calls that they priced. Throws provider-not-found. */
export async function addPrice(tx: Transaction, given: LanguagePriceSet, by: string): Promise<LanguagePrice> {
  const provider = await getProvider(tx, given.provider);
  const made = await tx.query<{ version: number }>(
    `INSERT INTO language_price (provider_id, model, input_usd, cached_input_usd, output_usd, valid_from, set_by)
     VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, clock_timestamp()), $7) RETURNING version`,
    [provider.id, given.model, given.input_usd, given.cached_input_usd, given.output_usd, given.valid_from ?? null, by],
  );
  const [row] = (await tx.query<PriceRow>(`${select} WHERE x.version = $1`, [made.rows[0]?.version])).rows;
  if (row === undefined) throw new Error('a price that was set is not there');
  return toPrice(row);
}
