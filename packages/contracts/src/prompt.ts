import { z } from 'zod';
import { id, timestamp } from './run.ts';
import { slug } from './trainer.ts';

/** A name for a prompt; its versions are counted from 1, and a number is never given twice. */
export const promptName = slug;

const mostText = 100_000;
const mostExamples = 64;
const text = z
  .string()
  .max(mostText)
  .refine((given) => !given.includes('\0'), 'holds a NUL character');

/** Sent as two chat turns before the input. */
export const promptExample = z.strictObject({ input: text.min(1), output: text.min(1) });

/** What is sent with every input: role and rules, how the answer is to be written, and answered examples. */
const promptBody = {
  system: text,
  output: text,
  examples: z.array(promptExample).max(mostExamples),
};

/** Who wrote a version. `scripted`: an edit without a language model; `merge`: of several versions. */
export const promptOrigin = z.enum(['human', 'seed', 'model', 'scripted', 'merge']);
export type PromptOrigin = z.infer<typeof promptOrigin>;

const person = z.object({ id, name: z.string() });

/** What the list of versions says, and what a tree of them is drawn from. */
export const promptVersionLine = z.object({
  version: z.int().positive(),
  /** Numbers of the versions that it was made from; empty for the first. */
  parents: z.array(z.int().positive()),
  origin: promptOrigin,
  /** The edit that it is, such as `add_constraint`; null where none was named. */
  action: z.string().nullable(),
  why: z.string(),
  /** The run that made it. */
  run: z.object({ id, number: z.int(), name: z.string() }).nullable(),
  /** Equal for equal texts. */
  hash: z.string(),
  words: z.int(),
  current: z.boolean(),
  owner: person,
  created_at: timestamp,
});
export type PromptVersionLine = z.infer<typeof promptVersionLine>;

/** Features of two versions, and vectors of two embedders, are not to be compared. */
const promptFeatures = z.object({
  version: z.int(),
  values: z.record(z.string(), z.number()),
  /** What the vectors were made with; null where none was installed. */
  embedder: z.string().nullable().default(null),
  /** The first numbers of the vector of each part. */
  embeddings: z
    .object({ system: z.array(z.number()), output: z.array(z.number()) })
    .nullable()
    .default(null),
});

/** A text under a number. It never changes. */
export const promptVersion = promptVersionLine.extend({
  name: promptName,
  ...promptBody,
  placeholders: z.array(z.string()),
  /** Numbers that describe the text, for models that learn which prompts work. */
  features: promptFeatures,
});
export type PromptVersion = z.infer<typeof promptVersion>;

export const prompt = z.object({
  id,
  name: promptName,
  description: z.string(),
  /** The version that is used where none is named. */
  current: promptVersion,
  versions: z.int(),
  owner: person,
  created_at: timestamp,
});
export type Prompt = z.infer<typeof prompt>;

const why = z.string().trim().max(2000);
const description = z.string().trim().max(2000);
const written = {
  system: promptBody.system.default(''),
  output: promptBody.output.default(''),
  examples: promptBody.examples.default([]),
};

export const promptCreate = z.strictObject({
  name: promptName,
  description: description.default(''),
  ...written,
  why: why.default(''),
});
export type PromptCreate = z.infer<typeof promptCreate>;

export const promptPatch = z.strictObject({ description });

export const promptVersionCreate = z.strictObject({
  ...written,
  /** Where nothing is said: the current version. */
  parents: z.array(z.int().positive()).max(8).optional(),
  origin: promptOrigin.default('human'),
  action: z.string().trim().min(1).max(60).nullable().default(null),
  why: why.default(''),
  /** Number or id of the run that made it. */
  run: z.union([z.string().min(1).max(40), z.int().positive()]).optional(),
  /** Whether it is used from now on where no version is named. */
  make_current: z.boolean().default(true),
  /** Lets it lose placeholders of its parents, which is refused else. */
  drops_placeholders: z.boolean().default(false),
});
export type PromptVersionCreate = z.infer<typeof promptVersionCreate>;

export const promptCurrent = z.strictObject({ version: z.int().positive() });
