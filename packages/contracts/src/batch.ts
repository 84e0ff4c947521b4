import { z } from 'zod';
import { finishReason } from './chat.ts';
import { promptExample, promptName } from './prompt.ts';
import { id, idOrNumber, timestamp } from './run.ts';

/** Items of one batch, and answers of one batch (items × samples). */
export const mostBatchItems = 50_000;
export const mostBatchCells = 200_000;

/** `inference` gives answers; `evaluation` gives them scores too. */
export const batchKind = z.enum(['inference', 'evaluation']);
export type BatchKind = z.infer<typeof batchKind>;

/** `waiting`: it cannot go on until somebody repairs something, such as a key; it tries again by itself. */
export const batchStatus = z.enum([
  'queued',
  'running',
  'waiting',
  'completed',
  'budget-reached',
  'cancelled',
  'failed',
]);
export type BatchStatus = z.infer<typeof batchStatus>;

const text = z
  .string()
  .max(100_000)
  .refine((given) => !given.includes('\0'), 'holds a NUL character');

const counted = {
  /** What it is called in results; else by its kind. */
  name: z.string().trim().min(1).max(60).exactOptional(),
  /** Relative to the others; 0 reports a metric and leaves the score alone. */
  weight: z.number().min(0).max(1000).exactOptional(),
  /** Below it the answer has failed and scores 0, whatever the other metrics say. */
  floor: z.number().min(0).max(1).exactOptional(),
};
const normaliser = {
  case: z.boolean().exactOptional(),
  punctuation: z.boolean().exactOptional(),
  articles: z.boolean().exactOptional(),
};

/** A metric of `packages/prompts`, as it is written in the settings of the prompt optimiser. */
export const batchMetric = z.discriminatedUnion('metric', [
  z.strictObject({ metric: z.enum(['exact_match', 'token_f1']), ...normaliser, ...counted }),
  z.strictObject({
    metric: z.literal('bleu'),
    tokenize: z.enum(['13a', 'intl', 'none']).exactOptional(),
    ...counted,
  }),
  z.strictObject({
    metric: z.enum(['rouge1', 'rouge2', 'rougeL', 'rougeLsum']),
    stem: z.boolean().exactOptional(),
    ...counted,
  }),
  z.strictObject({ metric: z.literal('json_valid'), fenced: z.boolean().exactOptional(), ...counted }),
  z.strictObject({
    metric: z.literal('json_schema'),
    schema: z.record(z.string(), z.unknown()),
    fenced: z.boolean().exactOptional(),
    ...counted,
  }),
  z.strictObject({
    metric: z.literal('regex'),
    pattern: z.string().min(1).max(1000),
    flags: z.string().max(10).exactOptional(),
    whole: z.boolean().exactOptional(),
    ...counted,
  }),
  /** Of its author, in CEL: over answer, expected, input, values and the metrics before it. */
  z.strictObject({ metric: z.literal('expression'), expression: z.string().min(1).max(2000), ...counted }),
  /** Greedy cosine of token vectors by the embedder that is installed; every token counts alike. */
  z.strictObject({
    metric: z.literal('similarity'),
    part: z.enum(['f1', 'precision', 'recall']).exactOptional(),
    baseline: z.number().min(-1).lt(1).exactOptional(),
    ...counted,
  }),
  /** A language model judges by the rubric, twice in both orders. */
  z.strictObject({
    metric: z.literal('graded'),
    rubric: z.string().trim().min(1).max(4000),
    scale: z.enum(['points', 'pass']).exactOptional(),
    reference: z.enum(['blind', 'told', 'none']).exactOptional(),
    ...counted,
  }),
]);
export type BatchMetric = z.infer<typeof batchMetric>;

/** How answers are scored. */
const scoring = {
  metrics: z.array(batchMetric).max(8),
  /** From this score on an answer counts as right. */
  pass: z.number().gt(0).max(1),
  /** Answers with more than so many times the words of the expected one, and 5 more, lose score; 0: no guard. */
  length_ratio: z.number().min(0).max(1000),
};

const batchItem = z.strictObject({
  /** Its place from 1 on, where it is left out. */
  id: z.string().trim().min(1).max(200).exactOptional(),
  input: text.min(1),
  /** For placeholders of the prompt. */
  values: z.record(z.string().min(1).max(64), text).default({}),
  /** One text, or several of which any is right. */
  expected: z.union([text, z.array(text).min(1).max(20)]).exactOptional(),
  /** Items of one group, such as one customer, are drawn together for intervals. */
  group: text.min(1).exactOptional(),
  /** An answer from elsewhere, which is scored as it is; null: there was none. */
  answer: text.nullable().exactOptional(),
});
export type BatchItem = z.infer<typeof batchItem>;

/** Told before each of them is read: a list that is far too long has far too much to complain about. */
function notTooMany(given: unknown, context: z.RefinementCtx): unknown {
  if (!Array.isArray(given) || given.length <= mostBatchItems) return given;
  context.addIssue(`at most ${mostBatchItems} items, got ${given.length}; send several batches`);
  return z.NEVER;
}

/** Of a data set's items: `open` is all but the sealed test part. */
export const batchPart = z.enum(['open', 'train', 'validation', 'test']);
export type BatchPart = z.infer<typeof batchPart>;

export const batchBudget = z
  .strictObject({
    calls: z.int().min(1).max(1_000_000_000).nullable().default(null),
    usd: z.number().gt(0).max(10_000_000).nullable().default(null),
  })
  .refine(({ calls, usd }) => calls !== null || usd !== null, { message: 'give calls, usd or both' });
export type BatchBudget = z.infer<typeof batchBudget>;

const promptText = z.strictObject({
  system: text.default(''),
  output: text.default(''),
  examples: z.array(promptExample).max(64).default([]),
});

export const promptRef = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*(@[1-9]\d{0,8})?$/, 'expected the name of a prompt, or one of its versions as name@2');

export const batchCreate = z.strictObject({
  kind: batchKind,
  name: text.trim().max(200).default(''),
  /** `name`, `name@2` or the text itself; left out where the items bring their answers. */
  prompt: z.union([promptRef, promptText]).optional(),
  /** A language model's name, or `role:primary` for the default of a role. */
  language_model: z.string().min(1).max(200).default('role:primary'),
  /** Who grades, where a metric is graded. */
  grader: z.string().min(1).max(200).default('role:grader'),
  /** Instead of a data set. */
  items: z.preprocess(notTooMany, z.array(batchItem).min(1)).optional(),
  /** A data set of kind `prompts`, or one of its versions as `name@2`. */
  dataset: z.string().min(1).max(200).optional(),
  part: batchPart.default('open'),
  /** The parts are those that this run was dealt; needed for `test`, whose seal must have been opened by it. */
  run: idOrNumber.optional(),
  /** For an evaluation; exact match where nothing is said. */
  metrics: scoring.metrics.default([]),
  pass: scoring.pass.default(1),
  length_ratio: scoring.length_ratio.default(0),
  /** How often each item is asked. */
  samples: z.int().min(1).max(100).default(1),
  /** Calls at once; the provider's own limit holds as well. */
  concurrency: z.int().min(1).max(64).default(8),
  /** Whether answers that others were given will do. Those of this batch are never asked for again. */
  cache: z.boolean().default(true),
  budget: batchBudget.nullable().default(null),
});
export type BatchCreate = z.infer<typeof batchCreate>;

/** A share or a mean from 0 to 1, with its bounds at 95 %. */
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type BatchInterval = z.infer<typeof interval>;

/** Of the items that were scored: a missing answer is never a zero. An item with several samples counts once. */
export const batchSummary = z.object({
  items: z.int(),
  /** Items of which no sample was scored. */
  missing: z.int(),
  /** Percentile bootstrap over items, or over groups where they have any. */
  score: interval,
  metrics: z.record(z.string(), interval),
  /** Share of right answers, of all samples that were scored. */
  right: z.number(),
  /** What has to be known to read it. */
  note: z.string().nullable(),
});
export type BatchSummary = z.infer<typeof batchSummary>;

export const batch = z.object({
  id,
  number: z.int(),
  name: z.string(),
  kind: batchKind,
  status: batchStatus,
  /** Why it waits or ended, where that is not plain. */
  reason: z.string().nullable(),
  /** Null: the items brought their answers. Without a name: a text that was written out for this batch. */
  prompt: z.object({ name: promptName.nullable(), version: z.int().nullable() }).nullable(),
  language_model: z.object({ name: z.string(), provider: z.string(), model: z.string() }).nullable(),
  /** Null where no metric is graded. */
  grader: z.object({ name: z.string(), provider: z.string(), model: z.string() }).nullable(),
  dataset: z.object({ name: z.string(), version: z.int(), part: batchPart, run: z.int().nullable() }).nullable(),
  ...scoring,
  samples: z.int(),
  concurrency: z.int(),
  cache: z.boolean(),
  budget: z.object({ calls: z.int().nullable(), usd: z.number().nullable() }).nullable(),
  items: z.int(),
  /** Of answers: items × samples. `failed`: it came and is not right; `missing`: none came. */
  counts: z.object({
    all: z.int(),
    open: z.int(),
    ok: z.int(),
    failed: z.int(),
    missing: z.int(),
    /** Of those that came: from the ledger, and nothing was paid. */
    cached: z.int(),
  }),
  usage: z.object({
    input_tokens: z.int(),
    output_tokens: z.int(),
    /** US dollars, of the answers whose cost is known. */
    cost_usd: z.number(),
    /** Answers whose cost nobody knows. */
    unpriced: z.int(),
    /** Calls of unknown outcome, and what was reserved for them: it counts as spent. */
    unknown: z.int(),
    kept_usd: z.number(),
  }),
  /** Of an evaluation, as far as it is; null before the first score. */
  summary: batchSummary.nullable(),
  owner: z.object({ id, name: z.string() }),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  ended_at: timestamp.nullable(),
});
export type Batch = z.infer<typeof batch>;

/** With the text that is asked. */
export const wholeBatch = batch.extend({ text: promptText.nullable() });
export type WholeBatch = z.infer<typeof wholeBatch>;

export const batchResume = z.strictObject({
  /** A larger one, where that was reached. */
  budget: batchBudget.optional(),
  /** Ask again for answers that are missing. */
  retry_missing: z.boolean().default(true),
});

export const resultStatus = z.enum(['ok', 'failed', 'missing']);

/** One line of the results. */
export const batchResult = z.object({
  /** Counts up in the order in which answers came; a reader goes on after the last one it has. */
  cursor: z.int(),
  id: z.string(),
  sample: z.int(),
  status: resultStatus,
  input: z.string(),
  expected: z.array(z.string()),
  answer: z.string().nullable(),
  finish_reason: finishReason.nullable(),
  score: z.number().nullable(),
  metrics: z.record(z.string(), z.number()),
  /** What kind of wrong it is. */
  tag: z.string().nullable(),
  /** In words: why it is not right, or why there is none. */
  says: z.string().nullable(),
  input_tokens: z.int().nullable(),
  output_tokens: z.int().nullable(),
  cost_usd: z.number().nullable(),
  cached: z.boolean(),
  latency_ms: z.number().nullable(),
  at: timestamp,
});
export type BatchResult = z.infer<typeof batchResult>;

const side = z.object({ number: z.int(), name: z.string(), mean: z.number(), right: z.number() });

/** Two evaluations on the items that both have scored. */
export const batchComparison = z.object({
  a: side,
  b: side,
  items: z.int(),
  /** Items of one that the other has not, or has no score for. */
  left_out: z.int(),
  /** b - a, with its interval and p from the paired bootstrap. */
  difference: interval,
  p: z.number(),
  /** Where each answer is right or not: pairs that differ, and McNemar's exact p. */
  mcnemar: z.object({ fixed: z.int(), broke: z.int(), p: z.number() }),
  /** Whether `a` or `b` is better; null where that is not shown. */
  better: z.enum(['a', 'b']).nullable(),
  says: z.string(),
  /** Items that one answered rightly and the other not, the first of them. */
  flips: z.array(
    z.object({
      id: z.string(),
      input: z.string(),
      expected: z.array(z.string()),
      a: z.string().nullable(),
      b: z.string().nullable(),
      now: z.enum(['right', 'wrong']),
    }),
  ),
});
export type BatchComparison = z.infer<typeof batchComparison>;
