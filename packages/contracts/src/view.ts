import { z } from 'zod';
import { id, timestamp } from './run.ts';

/** A saved view of the table of runs: its query string holds search, filters, columns and sort. */
export const savedView = z.object({
  id,
  name: z.string(),
  query: z.string(),
  /** Others see it too; only its owner changes it. */
  shared: z.boolean(),
  mine: z.boolean(),
  owner: z.object({ id, name: z.string() }),
  created_at: timestamp,
});
export type SavedView = z.infer<typeof savedView>;

export const savedViewCreate = z.strictObject({
  name: z.string().trim().min(1).max(80),
  query: z.string().max(4000),
  shared: z.boolean().default(false),
});

/** Names that the columns and filters of the table of runs can be made of, with the number of runs that have them. */
const counted = z.array(z.object({ name: z.string(), runs: z.int() }));
export const runColumns = z.object({
  metrics: counted,
  parameters: counted,
  tags: counted,
  trainers: counted,
  datasets: counted,
  owners: z.array(z.object({ id, name: z.string(), runs: z.int() })),
  statuses: counted,
});
export type RunColumns = z.infer<typeof runColumns>;
