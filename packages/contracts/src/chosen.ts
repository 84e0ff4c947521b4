import { z } from 'zod';

/** A language model as the record of a run keeps it; a trainer asks by its name, with these parameters. */
export const languageChoice = z.object({
  name: z.string(),
  provider: z.string(),
  /** As the provider calls it. */
  model: z.string(),
  temperature: z.number().nullable(),
  max_tokens: z.int().positive(),
  top_p: z.number().nullable(),
  top_k: z.int().nullable(),
});
export type LanguageChoice = z.infer<typeof languageChoice>;

/** A version of a prompt with its texts, as the record of a run keeps it. */
export const promptChoice = z.object({
  name: z.string(),
  version: z.int().positive(),
  hash: z.string(),
  system: z.string(),
  output: z.string(),
  examples: z.array(z.object({ input: z.string(), output: z.string() })),
});
export type PromptChoice = z.infer<typeof promptChoice>;
