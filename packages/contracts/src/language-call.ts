import { z } from 'zod';
import { callParameters, languageUsage } from './chat.ts';
import { languageRole } from './language-role.ts';
import { providerName } from './provider.ts';
import { id, timestamp } from './run.ts';

/** US dollars for a million tokens. */
const perMillion = z.number().min(0).max(1_000_000);

/** One row of the price table, good from a moment on. Rows are added, never changed: each has its version. */
export const languagePrice = z.object({
  version: z.int(),
  provider: z.string(),
  /** As the provider calls it; `*` is every model that has no row of its own. */
  model: z.string(),
  /** Null: unknown from then on. */
  input_usd: perMillion.nullable(),
  cached_input_usd: perMillion.nullable(),
  output_usd: perMillion.nullable(),
  valid_from: timestamp,
  /** Whether calls of this moment are priced by it. */
  current: z.boolean(),
  set_by: z.object({ id, name: z.string() }),
  set_at: timestamp,
});
export type LanguagePrice = z.infer<typeof languagePrice>;

export const languagePriceSet = z
  .strictObject({
    provider: providerName,
    model: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((text) => !text.includes('\0'), 'holds a NUL character'),
    input_usd: perMillion.nullable(),
    cached_input_usd: perMillion.nullable().default(null),
    output_usd: perMillion.nullable(),
    /** Now, where it is left out. */
    valid_from: timestamp.optional(),
  })
  .refine((price) => (price.input_usd === null) === (price.output_usd === null), {
    path: ['output_usd'],
    message: 'give the price of input and output, or null for both where it is not known',
  });
export type LanguagePriceSet = z.infer<typeof languagePriceSet>;

/** `asked`: under way. `unknown`: the server or the connection died before the answer came, so nobody knows. */
export const callStatus = z.enum(['asked', 'ok', 'failed', 'unknown', 'cached']);
export type CallStatus = z.infer<typeof callStatus>;

/** The batch that calls belong to, and the prompt on whose page it stands. */
const callBatch = z.object({ number: z.int(), prompt: z.string().nullable() });

/** One attempt of the ledger. */
export const languageCall = z.object({
  id,
  /** The attempts of one call share it. */
  request_id: id,
  attempt: z.int(),
  user: z.object({ id, name: z.string() }),
  run: z.object({ id, number: z.int() }).nullable(),
  batch: callBatch.nullable(),
  role: languageRole.nullable(),
  language_model: z.string().nullable(),
  provider: z.string(),
  model: z.string(),
  revision: z.string().nullable(),
  parameters: callParameters,
  sample: z.int(),
  /** The digest of provider, model, parameters, messages and sample. */
  key: z.string(),
  status: callStatus,
  usage: languageUsage,
  usage_raw: z.unknown(),
  price_version: z.int().nullable(),
  /** US dollars; null: unknown. */
  cost_usd: z.number().nullable(),
  /** The most that it may cost or, where `kept`, what counts as spent for it; null where its price is unknown. */
  reserved_usd: z.number().nullable(),
  kept: z.boolean(),
  latency_ms: z.number().nullable(),
  error: z.object({ kind: z.string(), status: z.int().nullable(), says: z.string() }).nullable(),
  at: timestamp,
  ended_at: timestamp.nullable(),
});
export type LanguageCall = z.infer<typeof languageCall>;

export const usageGroup = z.enum(['role', 'run', 'user', 'language_model', 'provider', 'model', 'day', 'all']);
export type UsageGroup = z.infer<typeof usageGroup>;

/** Calls added up. */
export const languageUsageSum = z.object({
  /** What they have in common: a role, a run's number or `batch 3`, a name, a day. Null: none. */
  group: z.string().nullable(),
  /** Where they are added up by run, and are those of a batch. */
  batch: callBatch.nullable(),
  /** Of which day in UTC, where each day was asked for. */
  day: z.string().nullable(),
  calls: z.int(),
  cached: z.int(),
  failed: z.int(),
  unknown: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  /** Of the calls with a known cost. */
  cost_usd: z.number(),
  /** Answered calls whose cost nobody knows. */
  unpriced: z.int(),
  /** What counts as spent for calls of unknown outcome. */
  kept_usd: z.number(),
  /** Under way, and the most that they may cost. */
  asked: z.int(),
  held_usd: z.number(),
  /** What answers from the cache cost when they were first given. */
  saved_usd: z.number(),
  /** Answers from the cache of which nobody knows what they cost. */
  saved_unpriced: z.int(),
});
export type LanguageUsageSum = z.infer<typeof languageUsageSum>;

/** A limit in money, in calls, or both; whatever is reached first ends it. */
export const languageBudget = z.object({
  user: z.object({ id, name: z.string() }).nullable(),
  run: z.object({ id, number: z.int() }).nullable(),
  /** Of the installation: all people, runs and batches together. */
  everything: z.boolean(),
  limit_usd: z.number().nullable(),
  limit_calls: z.int().nullable(),
  spent_usd: z.number(),
  /** Reserved for calls that are under way. */
  held_usd: z.number(),
  spent_calls: z.int(),
  held_calls: z.int(),
  /** Where that is another, its owner may lower it, and neither raise nor remove it. */
  set_by: z.object({ id, name: z.string() }),
  since: timestamp,
  changed_at: timestamp,
});
export type LanguageBudget = z.infer<typeof languageBudget>;

export const languageBudgetSet = z
  .strictObject({
    limit_usd: z.number().min(0).max(10_000_000).nullable().default(null),
    limit_calls: z.int().min(0).max(1_000_000_000).nullable().default(null),
  })
  .refine((limits) => limits.limit_usd !== null || limits.limit_calls !== null, {
    path: ['limit_usd'],
    message: 'give limit_usd, limit_calls or both',
  });
export type LanguageBudgetSet = z.infer<typeof languageBudgetSet>;
