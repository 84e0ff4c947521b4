import { z } from 'zod';

/** Under what a run was carried last; where the numbers of a repeat differ, this is what it is held against. */
export const circumstances = z.object({
  host: z.string(),
  processor: z.string(),
  cores: z.int(),
  memory_bytes: z.number(),
  system: z.string(),
  node: z.string(),
  versions: z.record(z.string(), z.string()),
  devices: z.array(z.int()),
  torch_build: z.string().optional(),
  /** Of the code that was really run; it may have changed since the run was submitted. */
  code_digest: z.string().optional(),
  /** Digest of each data set that the run produced, by name. */
  datasets: z.record(z.string(), z.string()).optional(),
});
export type Circumstances = z.infer<typeof circumstances>;
