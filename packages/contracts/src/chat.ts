import { z } from 'zod';

const text = z.string().max(2_000_000);
const textPart = z.strictObject({ type: z.literal('text'), text });

/** A turn in OpenAI's shape: its content is text, whole or in parts. */
const chatMessage = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([text, z.array(textPart).min(1).max(1000)]),
});

const jsonFormat = z.strictObject({
  name: z.string().min(1).max(64).optional(),
  description: z.string().max(10_000).optional(),
  schema: z.record(z.string(), z.unknown()).optional(),
  strict: z.boolean().nullish(),
});
export const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({ type: z.literal('json_schema'), json_schema: jsonFormat }),
]);

/** Fields of OpenAI that change nothing here: taken, and not passed on. */
const ignored = z.unknown().optional();

/**
 * `POST /v1/chat/completions`. What would change the answer and is not carried to every provider (tools, images,
 * log probabilities) is refused rather than left out in silence.
 */
export const chatRequest = z.strictObject({
  /** A language model's name, or `role:primary` for the caller's default of a role. */
  model: z.string().min(1).max(200),
  messages: z.array(chatMessage).min(1).max(2000),
  temperature: z.number().min(0).max(2).nullish(),
  max_tokens: z.int().min(1).max(1_000_000).nullish(),
  max_completion_tokens: z.int().min(1).max(1_000_000).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(1).max(1000).nullish(),
  stop: z.union([z.string().min(1).max(500), z.array(z.string().min(1).max(500)).max(16)]).nullish(),
  seed: z.int().nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  response_format: responseFormat.nullish(),
  n: z.int().min(1).max(16).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().nullish(), include_obfuscation: ignored }).nullish(),
  user: ignored,
  metadata: ignored,
  store: ignored,
  service_tier: ignored,
  safety_identifier: ignored,
  prompt_cache_key: ignored,
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** What a call was made with, as the ledger keeps it and its key is made of. Null: the provider's own default. */
export const callParameters = z.object({
  temperature: z.number().nullable(),
  max_tokens: z.int(),
  top_p: z.number().nullable(),
  top_k: z.int().nullable(),
  stop: z.array(z.string()).nullable(),
  seed: z.int().nullable(),
  presence_penalty: z.number().nullable(),
  frequency_penalty: z.number().nullable(),
  response_format: responseFormat.nullable(),
});
export type CallParameters = z.infer<typeof callParameters>;

/** What every provider's reasons for ending are told as. */
export const finishReason = z.enum(['stop', 'length', 'content_filter', 'tool_calls']);

/** What a provider counted, in one form; null: it did not say. */
export const languageUsage = z.object({
  input_tokens: z.int().nullable(),
  /** Of those, read from the provider's own cache of prompts. */
  cached_input_tokens: z.int().nullable(),
  output_tokens: z.int().nullable(),
  /** Of those, thought and not said. */
  reasoning_tokens: z.int().nullable(),
});
export type LanguageUsage = z.infer<typeof languageUsage>;

/** An answer as it is kept. */
export const languageAnswer = z.object({
  text: z.string(),
  finish_reason: finishReason,
  /** As the provider put it. */
  finish_raw: z.string().nullable(),
  /** The model that answered, as the provider names it: its revision. */
  revision: z.string().nullable(),
  usage: languageUsage,
  usage_raw: z.unknown(),
});
export type LanguageAnswer = z.infer<typeof languageAnswer>;
