import { z } from 'zod';
import { wireNumber } from './number.ts';
import { id } from './run.ts';
import { metricRow } from './section.ts';

/** A result that another is held against. */
const beside = z.object({
  label: z.string(),
  value: wireNumber,
  low: wireNumber.nullable(),
  high: wireNumber.nullable(),
});

/** What follows from the numbers of a run. Each recommendation names the figures that it rests on. */
export const recommendation = z.object({
  id: z.string(),
  title: z.string(),
  evidence: z.string(),
  /** What could be done at once: `clone` opens the form with these settings, `continue` goes on from the last checkpoint. */
  action: z
    .object({
      kind: z.enum(['clone', 'continue']),
      label: z.string(),
      config: z.record(z.string(), z.unknown()).default({}),
    })
    .nullable(),
});
export type Recommendation = z.infer<typeof recommendation>;

export const runInsights = z.object({
  /** The figure that the run is judged by, with its interval. */
  headline: metricRow.nullable(),
  /** The honesty note of its split, such as "upper bound: same unit on both sides". */
  split_note: z.string().nullable(),
  baselines: z.array(beside),
  /** The best earlier run on the same data version. */
  best_earlier: z
    .object({
      run: z.object({ id, number: z.int(), name: z.string() }),
      value: wireNumber,
      low: wireNumber.nullable(),
      high: wireNumber.nullable(),
      /** This run minus that one. */
      difference: wireNumber,
      /** Exact McNemar or paired bootstrap over the same samples; null where they cannot be paired. */
      p: z.number().nullable(),
      comparable: z.boolean(),
      reason: z.string().nullable(),
    })
    .nullable(),
  recommendations: z.array(recommendation),
});
export type RunInsights = z.infer<typeof runInsights>;
