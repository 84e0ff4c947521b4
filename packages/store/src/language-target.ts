import type { LanguageRole, ProviderKind } from '@trainyard/contracts';
import type { Db } from './connection.ts';

/** A provider as the gateway needs it, its key still sealed. */
export interface SealedProvider {
  provider_id: string;
  provider: string;
  kind: ProviderKind;
  base_url: string | null;
  project: string | null;
  location: string | null;
  sealed_key: Buffer | null;
  max_concurrent: number;
  max_per_minute: number | null;
  timeout_s: number;
  retries: number;
}

/** The price that is good now; null where nobody set one, its figures null where it is said to be unknown. */
export interface PriceNow {
  price_version: number | null;
  /** US dollars for a million tokens. */
  input_usd: number | null;
  cached_input_usd: number | null;
  output_usd: number | null;
}

/** Whom a call goes to, with what, and at which price. */
export interface LanguageTarget extends SealedProvider, PriceNow {
  language_model: string | null;
  active: boolean;
  model: string;
  temperature: number | null;
  max_tokens: number;
  top_p: number | null;
  top_k: number | null;
}

const ofProvider = `p.id AS provider_id, p.name AS provider, p.kind, p.base_url, p.project, p.location, p.sealed_key,
  p.max_concurrent, p.max_per_minute, p.timeout_s, p.retries`;
const ofPrice = `x.version AS price_version, x.input_usd::float8 AS input_usd, x.cached_input_usd::float8 AS cached_input_usd,
  x.output_usd::float8 AS output_usd`;
/** A model's own row comes before that of all others. */
const priceOf = (model: string): string => `LEFT JOIN LATERAL (SELECT y.* FROM language_price y
    WHERE y.provider_id = p.id AND y.model IN (${model}, '*') AND y.valid_from <= clock_timestamp()
    ORDER BY y.model = '*', y.valid_from DESC, y.version DESC LIMIT 1) x ON true`;

const ofModel = `m.name AS language_model, m.active, m.model, m.temperature, m.max_tokens, m.top_p, m.top_k, ${ofProvider}, ${ofPrice}`;

/** A language model by its name; null where there is none. */
export async function targetByName(db: Db, name: string): Promise<LanguageTarget | null> {
  const found = await db.prepared<LanguageTarget>(
    'language-target-by-name',
    `SELECT ${ofModel} FROM language_model m JOIN provider p ON p.id = m.provider_id ${priceOf('m.model')} WHERE m.name = $1`,
    [name],
  );
  return found.rows[0] ?? null;
}

/** A person's default for a role; null where they have none. */
export async function targetByRole(db: Db, userId: string, role: LanguageRole): Promise<LanguageTarget | null> {
  const found = await db.prepared<LanguageTarget>(
    'language-target-by-role',
    `SELECT ${ofModel} FROM language_model_default d JOIN language_model m ON m.id = d.language_model_id
       JOIN provider p ON p.id = m.provider_id ${priceOf('m.model')} WHERE d.user_id = $1 AND d.role = $2`,
    [userId, role],
  );
  return found.rows[0] ?? null;
}

/** Any model of a provider, with the price that it would have: what a test of the connection asks. */
export async function targetOfProvider(
  db: Db,
  providerId: string,
  model: string,
): Promise<(SealedProvider & PriceNow) | null> {
  const found = await db.query<SealedProvider & PriceNow>(
    `SELECT ${ofProvider}, ${ofPrice} FROM provider p ${priceOf('$2')} WHERE p.id = $1`,
    [providerId, model],
  );
  return found.rows[0] ?? null;
}
