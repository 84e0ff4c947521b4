import { z } from 'zod';

/** The network that makes vectors of texts; it is installed on its own. */
export const embedderState = z.object({
  name: z.string(),
  installed: z.boolean(),
  /** What it takes on disk. */
  size_bytes: z.int().nullable(),
});
export type EmbedderState = z.infer<typeof embedderState>;

const text = z.string().max(20_000);

export const similarityAsk = z.strictObject({
  /** Each answer with what was expected. */
  pairs: z
    .array(z.strictObject({ answer: text, expected: text }))
    .min(1)
    .max(64),
  /** Texts by which tokens are weighed: those that are rare among them count more. None: all count alike. */
  references: z.array(text).max(5000).nullable().default(null),
  /** What unrelated texts have by chance; it becomes 0. */
  baseline: z.number().min(-1).lt(1).nullable().default(null),
});
export type SimilarityAsk = z.infer<typeof similarityAsk>;

export const similarityAnswer = z.object({
  embedder: z.string(),
  items: z.array(z.object({ precision: z.number(), recall: z.number(), f1: z.number() })),
});
export type SimilarityAnswer = z.infer<typeof similarityAnswer>;
