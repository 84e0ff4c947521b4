import { z } from 'zod';
import { wireNumber } from './number.ts';
import { logLevel, metricName } from './protocol.ts';
import { runAction, timestamp } from './run.ts';

/** One chart bucket; `mean` of finite values, `low` and `high` of all, so that a spike is never lost. */
export const bucket = z.tuple([z.number(), wireNumber, wireNumber, wireNumber, z.int()]);

export const series = z.object({
  key: z.string(),
  count: z.int(),
  first_step: z.number().nullable(),
  last_step: z.number().nullable(),
  latest: wireNumber.nullable(),
  best_low: wireNumber.nullable(),
  best_high: wireNumber.nullable(),
  non_finite: z.int(),
});

/** Either raw points `[step, value, ms]` (few) or buckets `[step, low, high, mean, n]`. */
export const seriesWindow = z.object({
  key: z.string(),
  total: z.int(),
  points: z.array(z.tuple([z.number(), wireNumber, z.number()])).nullable(),
  buckets: z.array(bucket).nullable(),
});

export const metricIntake = z.strictObject({
  points: z
    .array(z.strictObject({ key: metricName, step: z.number(), value: wireNumber, at_ms: z.number().optional() }))
    .min(1)
    .max(10_000),
});

export const logIntake = z.strictObject({
  lines: z
    .array(
      z.strictObject({ level: logLevel.default('info'), text: z.string().max(65_536), at_ms: z.number().optional() }),
    )
    .min(1)
    .max(10_000),
});

/** The reply to every intake call carries what was asked of the run meanwhile. */
export const intakeReply = z.object({
  accepted: z.int(),
  commands: z.array(z.object({ id: z.string(), action: runAction })),
});

export const logLine = z.object({
  n: z.int().nonnegative(),
  at: timestamp,
  attempt: z.int(),
  level: logLevel,
  /** Where it came from: the process's own output, the protocol, or the host. */
  source: z.enum(['stdout', 'stderr', 'trainer', 'host']),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLine>;
