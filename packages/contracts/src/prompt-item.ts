import { z } from 'zod';
import { timestamp } from './run.ts';

/** One line of `data/items.jsonl` of a data set of kind `prompts`. */
export const promptItem = z.object({
  id: z.string().min(1),
  input: z.string(),
  /** Empty where only a grader can judge the answer. */
  expected: z.string(),
  /** Items of one group, such as one customer, are kept in one part. */
  group: z.string().nullable(),
  /** Further columns, for placeholders. */
  values: z.record(z.string(), z.string()),
});
export type PromptItem = z.infer<typeof promptItem>;

/** Where the items lie in the folder of the data set. */
export const promptItemsFile = 'data/items.jsonl';
/** The name, in the manifest, of a split that came with the data. */
export const givenSplit = 'given';

const share = z.int().min(1).max(97);

/** How items are dealt to parts; the shared `parts` block of trainers whose manifest says `sealed_test`. */
export const partsConfig = z.object({
  /** `auto`: as the data set says itself where it does, else by content. */
  by: z.enum(['auto', 'given', 'content']).default('auto'),
  feedback: share.default(20),
  select: share.default(40),
  confirm: share.default(15),
  test: share.default(25),
  seed: z.int().nonnegative().default(0),
});
export type PartsConfig = z.infer<typeof partsConfig>;

const text = z.string().max(100_000);

/** A prompt that is tried on the test part. */
export const finalist = z.strictObject({
  system: text,
  output: text,
  examples: z.array(z.strictObject({ input: text, output: text })).max(64),
});
export type Finalist = z.infer<typeof finalist>;

/** Who opens the seal says with what: afterwards nothing else can be tried. The first is the seed. */
export const sealOpen = z.strictObject({ finalists: z.array(finalist).min(1).max(3) });

/** Whether the test part of a run was looked at, when, and with which prompts. */
export const seal = z.object({
  /** False for runs that keep nothing sealed. */
  sealed: z.boolean(),
  /** Items of the test part. */
  items: z.int().nonnegative(),
  opened: z
    .object({
      at: timestamp,
      finalists: z.array(finalist),
      /** sha256 of the finalists. */
      digest: z.string(),
      /** How many runs had opened the same test part before: each look makes its figures a little too good. */
      earlier: z.int().nonnegative(),
    })
    .nullable(),
});
export type Seal = z.infer<typeof seal>;

/** The answer to who opens it. */
export const openedSeal = seal.extend({ opened: seal.shape.opened.unwrap(), test: z.array(promptItem) });
export type OpenedSeal = z.infer<typeof openedSeal>;
