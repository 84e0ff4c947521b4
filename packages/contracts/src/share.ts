import { z } from 'zod';
import { runInsights } from './insight.ts';
import { series } from './metric.ts';
import { artifactRow, frozenRun, id, run, timestamp } from './run.ts';
import { section } from './section.ts';

/** A read-only link to one run. Its address is told once; afterwards only its hash is known. */
export const share = z.object({
  id,
  run_id: id,
  owner: z.object({ id, name: z.string() }),
  created_at: timestamp,
  expires_at: timestamp,
  used_at: timestamp.nullable(),
});
export type Share = z.infer<typeof share>;

export const shareCreate = z.strictObject({
  expires_in_s: z
    .int()
    .min(60)
    .max(366 * 86_400)
    .default(7 * 86_400),
});

/** All that the holder of a link sees. */
export const sharedRun = z.object({
  run,
  config: frozenRun.nullable(),
  insights: runInsights,
  sections: z.array(section),
  series: z.array(series),
  files: z.array(artifactRow),
  expires_at: timestamp,
});
export type SharedRun = z.infer<typeof sharedRun>;
