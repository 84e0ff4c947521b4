import { z } from 'zod';
import { wireNumber } from './number.ts';
import { timestamp } from './run.ts';

export const gpuSample = z.object({
  index: z.int(),
  name: z.string(),
  used_percent: z.number(),
  memory_bytes: z.number(),
  memory_total_bytes: z.number(),
});

/** One look at a computer. */
export const hostSample = z.object({
  at: timestamp,
  cpu_percent: wireNumber,
  cores: z.int(),
  memory_bytes: z.number(),
  memory_total_bytes: z.number(),
  disk_read_bytes_s: z.number(),
  disk_write_bytes_s: z.number(),
  disk_free_bytes: z.number(),
  disk_total_bytes: z.number(),
  gpus: z.array(gpuSample),
});
export type HostSample = z.infer<typeof hostSample>;

export const worker = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  pid: z.int(),
  status: z.enum(['ready', 'draining', 'lost']),
  slots: z.int(),
  busy: z.int(),
  gpus: z.array(z.int()),
  runs: z.array(z.object({ id: z.string(), number: z.int() })),
  last_beat_at: timestamp,
  started_at: timestamp,
  sample: hostSample.nullable(),
});
/** What an administrator changes of a worker; it follows with its next beat. */
export const workerPatch = z.strictObject({
  slots: z.int().min(0).max(64).optional(),
  draining: z.boolean().optional(),
});

export type Worker = z.infer<typeof worker>;
