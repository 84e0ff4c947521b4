import { z } from 'zod';
import { wireNumber } from './number.ts';
import { run } from './run.ts';

/** Runs side by side. Arrays named `values` have one entry a run, in the order asked for. */
export const pairedTest = z.object({
  /** Places in `runs`. */
  a: z.int(),
  b: z.int(),
  test: z.enum(['mcnemar', 'paired-bootstrap']),
  /** Samples that both predicted. */
  samples: z.int(),
  /** Mean of a minus mean of b, with its 95 % interval by paired bootstrap. */
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  p: z.number(),
  /** Corrected by Holm for all pairs of this comparison. */
  p_holm: z.number(),
  significant: z.boolean(),
});

export const comparison = z.object({
  runs: z.array(run),
  parameters: z.array(z.object({ key: z.string(), values: z.array(z.string().nullable()), differs: z.boolean() })),
  metrics: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      better: z.enum(['higher', 'lower', 'none']),
      values: z.array(wireNumber.nullable()),
      low: z.array(wireNumber.nullable()),
      high: z.array(wireNumber.nullable()),
      /** Place in `runs` of the best value; null where there is none or several share it. */
      winner: z.int().nullable(),
    }),
  ),
  significance: z.object({
    /** What the pairs are compared by, such as "accuracy". */
    metric: z.string(),
    pairs: z.array(pairedTest),
    /** Pairs that no test can judge, and why: "other test set", "no predictions". */
    not_comparable: z.array(z.object({ a: z.int(), b: z.int(), reason: z.string() })),
    /** One sentence for people. */
    verdict: z.string(),
  }),
  warnings: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparison>;
