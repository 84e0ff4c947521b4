import { z } from 'zod';
import { id, timestamp } from './run.ts';

/** A way in for a program. The key itself is told once; afterwards only its hash is known. */
export const apiKey = z.object({
  id,
  name: z.string(),
  owner: z.object({ id, name: z.string() }),
  /** How the key begins, to know it again; null for keys older than this. */
  prefix: z.string().nullable(),
  created_at: timestamp,
  /** To the minute; null before its first use. */
  used_at: timestamp.nullable(),
  /** The key in the home of this installation, which the command line and the supervisor use: it cannot be revoked. */
  local: z.boolean(),
});
export type ApiKey = z.infer<typeof apiKey>;
