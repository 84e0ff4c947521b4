import { z } from 'zod';
import { id, timestamp } from './run.ts';

/** What a provider speaks. `openai-compatible` is llama.cpp, vLLM, LM Studio, the Hugging Face router and OpenAI itself. */
export const providerKind = z.enum(['openai-compatible', 'anthropic', 'google', 'vertex', 'ollama']);
export type ProviderKind = z.infer<typeof providerKind>;

export const providerName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'expected a name of lower-case letters, digits, dots, hyphens and underscores, such as openai',
  );

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '';
}

/** The address below which the provider answers, such as `https://api.openai.com/v1`. The key is no part of it. */
const baseUrl = z
  .string()
  .max(500)
  .refine(isPlainAddress, 'expected an http(s) address without a key or a query, such as https://api.openai.com/v1');

/** Of Google Cloud; they become parts of an address. */
const cloudName = z.string().regex(/^[a-z0-9][a-z0-9.:-]{0,99}$/, 'expected the name as Google Cloud shows it');

/** A key, or for Vertex the JSON of a service account. It goes in and never comes out again. */
const secretKey = z
  .string()
  .trim()
  .min(1)
  .max(20_000)
  .refine((text) => !text.includes('\0'), 'holds a NUL character');

const limits = {
  /** Calls that are under way at once, in each server. */
  max_concurrent: z.int().min(1).max(1000),
  /** Calls that are begun in a minute; null: no limit. */
  max_per_minute: z.int().min(1).max(1_000_000).nullable(),
  /** How long one attempt may take. */
  timeout_s: z.number().min(0.05).max(300),
  /** Further attempts after one that failed for now (429, 5xx, timeout). */
  retries: z.int().min(0).max(20),
};

/** An account with a provider of language models. Whether it has a key is told, the key never. */
export const provider = z.object({
  id,
  name: z.string(),
  kind: providerKind,
  base_url: z.string().nullable(),
  project: z.string().nullable(),
  location: z.string().nullable(),
  has_key: z.boolean(),
  ...limits,
  /** The last test of its connection. */
  tested: z.object({ at: timestamp, ok: z.boolean() }).nullable(),
  /** Language models that use it. */
  models: z.int(),
  owner: z.object({ id, name: z.string() }),
  created_at: timestamp,
  changed_at: timestamp,
});
export type Provider = z.infer<typeof provider>;

/** Where each kind is found when no address is given; null: it has to be given, or is made from other fields. */
export const usualBaseUrl: Readonly<Record<ProviderKind, string | null>> = {
  'openai-compatible': null,
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
  vertex: null,
  ollama: 'http://127.0.0.1:11434/v1',
};
export const providerLimits = { max_concurrent: 8, max_per_minute: null, timeout_s: 60, retries: 4 } as const;

export const providerCreate = z
  .strictObject({
    name: providerName,
    kind: providerKind,
    base_url: baseUrl.optional(),
    project: cloudName.optional(),
    location: cloudName.optional(),
    key: secretKey.optional(),
    max_concurrent: limits.max_concurrent.default(providerLimits.max_concurrent),
    max_per_minute: limits.max_per_minute.default(providerLimits.max_per_minute),
    timeout_s: limits.timeout_s.default(providerLimits.timeout_s),
    retries: limits.retries.default(providerLimits.retries),
  })
  .superRefine((given, context) => {
    const needs = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (given.kind === 'openai-compatible' && given.base_url === undefined) {
      needs('base_url', 'is needed, such as https://api.openai.com/v1 or http://127.0.0.1:8080/v1');
    }
    if ((given.kind === 'anthropic' || given.kind === 'google') && given.key === undefined) needs('key', 'is needed');
    if (given.kind !== 'vertex') return;
    if (given.project === undefined) needs('project', 'is needed: the project of Google Cloud');
    if (given.location === undefined) needs('location', 'is needed, such as europe-west4 or global');
    if (given.key === undefined) needs('key', 'is needed: the JSON of a service account');
  });
export type ProviderCreate = z.infer<typeof providerCreate>;

export const providerPatch = z.strictObject({
  name: providerName.optional(),
  base_url: baseUrl.optional(),
  project: cloudName.optional(),
  location: cloudName.optional(),
  /** Null takes it away. */
  key: secretKey.nullable().optional(),
  max_concurrent: limits.max_concurrent.optional(),
  max_per_minute: limits.max_per_minute.optional(),
  timeout_s: limits.timeout_s.optional(),
  retries: limits.retries.optional(),
});
export type ProviderPatch = z.infer<typeof providerPatch>;

/** What a service account's JSON must have; the rest of it (addresses above all) is not looked at. */
export const serviceAccount = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3),
  private_key: z.string().includes('PRIVATE KEY'),
});

export const providerTestAsk = z.strictObject({
  /** A model to put one tiny question to; it is paid for as any other. */
  model: z.string().min(1).max(200).optional(),
});

/** One thing that was tried, in words. */
export const providerCheck = z.object({
  what: z.enum(['address', 'key', 'models', 'answer']),
  ok: z.boolean(),
  says: z.string(),
});
export type ProviderCheck = z.infer<typeof providerCheck>;

export const providerTest = z.object({
  ok: z.boolean(),
  checks: z.array(providerCheck),
  /** What the provider offers, where it tells. */
  models: z.array(z.string()),
});
export type ProviderTest = z.infer<typeof providerTest>;
