import { z } from 'zod';
import { batchMetric } from './batch.ts';
import { id, timestamp } from './run.ts';
import { slug } from './trainer.ts';

const counted = {
  name: z.string().trim().min(1).max(60).exactOptional(),
  weight: z.number().min(0).max(1000).exactOptional(),
  floor: z.number().min(0).max(1).exactOptional(),
};

const metric = z.discriminatedUnion('metric', [
  ...batchMetric.options,
  /** A program on the computer of the worker: for administrators. */
  z.strictObject({
    metric: z.literal('command'),
    command: z.array(z.string().max(2000)).min(1).max(50),
    timeout_s: z.number().gt(0).max(600).exactOptional(),
    ...counted,
  }),
]);

const metrics = z.array(metric).min(1).max(8);
const pass = z.number().gt(0).max(1);
const lengthRatio = z.number().min(0).max(1000);
const description = z.string().trim().max(2000);

/** A way of scoring answers, under a name. */
export const metricSet = z.object({
  id,
  name: slug,
  description: z.string(),
  metrics,
  /** From this score on an answer counts as right. */
  pass,
  /** Longer answers lose score; 0: they do not. */
  length_ratio: lengthRatio,
  /** One that is not is neither offered nor used; runs keep what they used. */
  active: z.boolean(),
  /** Of who asks: whether a run that says nothing is scored so. */
  is_default: z.boolean(),
  owner: z.object({ id, name: z.string() }),
  created_at: timestamp,
  changed_at: timestamp,
});
export type MetricSet = z.infer<typeof metricSet>;

export const metricSetCreate = z.strictObject({
  name: slug,
  description: description.default(''),
  metrics,
  pass: pass.default(1),
  length_ratio: lengthRatio.default(0),
});
export type MetricSetCreate = z.infer<typeof metricSetCreate>;

export const metricSetPatch = z
  .strictObject({ name: slug, description, metrics, pass, length_ratio: lengthRatio, active: z.boolean() })
  .partial();
export type MetricSetPatch = z.infer<typeof metricSetPatch>;
