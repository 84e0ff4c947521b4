import { z } from 'zod';

/** A figure with its band and what it rests on. */
export const estimate = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  /** How many earlier runs it was learned from; 0 where it comes from the trainer's own measurement. */
  runs: z.int().nonnegative(),
  basis: z.enum(['runs', 'typical']),
});

/** Money, from the estimated time and the prices that the installation sets. */
export const costEstimate = estimate.extend({
  /** Three letters, such as EUR. */
  currency: z.string(),
  /** What one hour of the run costs with the cores and GPUs that it asks for. */
  per_hour: z.number().nonnegative(),
});

/** What the launch of a run would meet: nothing of it forbids the launch. */
export const launchWarning = z.object({
  code: z.enum(['no-slot', 'no-worker', 'no-gpu', 'disk-low', 'environment-missing', 'upper-bound', 'not-scored']),
  message: z.string(),
});
export type LaunchWarning = z.infer<typeof launchWarning>;
