import { z } from 'zod';
import { languageRole } from './language-role.ts';
import { providerKind, providerName } from './provider.ts';
import { id, timestamp } from './run.ts';

export const languageModelName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,99}$/,
    'expected a name of lower-case letters, digits, dots, hyphens and underscores, such as small-and-cheap',
  );

const parameters = {
  /** Null: the provider's own default. */
  temperature: z.number().min(0).max(2).nullable(),
  max_tokens: z.int().min(1).max(1_000_000),
  top_p: z.number().min(0).max(1).nullable(),
  top_k: z.int().min(1).max(1000).nullable(),
};

/** A model of a provider with the parameters that it is asked with, under a name. */
export const languageModel = z.object({
  id,
  name: z.string(),
  provider: z.string(),
  kind: providerKind,
  /** As the provider calls it. */
  model: z.string(),
  ...parameters,
  /** One that is not is neither offered nor asked; its name and its history stay. */
  active: z.boolean(),
  /** The roles for which it is the caller's own default. */
  default_for: z.array(languageRole),
  owner: z.object({ id, name: z.string() }),
  created_at: timestamp,
  changed_at: timestamp,
});
export type LanguageModel = z.infer<typeof languageModel>;

const providersModel = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), 'holds a NUL character');

export const languageModelCreate = z.strictObject({
  name: languageModelName,
  /** The provider's name. */
  provider: providerName,
  model: providersModel,
  temperature: parameters.temperature.default(0),
  max_tokens: parameters.max_tokens.default(1024),
  top_p: parameters.top_p.default(1),
  /** 40 where it is left out; null for OpenAI itself, which takes none. */
  top_k: parameters.top_k.optional(),
});
export type LanguageModelCreate = z.infer<typeof languageModelCreate>;

export const usualTopK = 40;

export const languageModelPatch = z.strictObject({
  name: languageModelName.optional(),
  provider: providerName.optional(),
  model: providersModel.optional(),
  temperature: parameters.temperature.optional(),
  max_tokens: parameters.max_tokens.optional(),
  top_p: parameters.top_p.optional(),
  top_k: parameters.top_k.optional(),
  active: z.boolean().optional(),
});
export type LanguageModelPatch = z.infer<typeof languageModelPatch>;
