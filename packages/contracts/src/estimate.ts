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

/** What the launch of a run would meet: nothing of it forbids the launch. */
export const launchWarning = z.object({
  code: z.enum(['no-slot', 'no-worker', 'no-gpu', 'disk-low', 'environment-missing', 'upper-bound', 'not-scored']),
  message: z.string(),
});
export type LaunchWarning = z.infer<typeof launchWarning>;
