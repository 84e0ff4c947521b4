import { z } from 'zod';

/** `manifest.json` of a backup: what is in it, and of which schema. */
export const backupManifest = z.object({
  v: z.literal(1),
  made_at: z.string(),
  installation: z.string(),
  server_version: z.string(),
  migrations: z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() })),
  tables: z.array(
    z.object({
      name: z.string().regex(/^[a-z][a-z0-9_]*$/),
      columns: z.array(z.string()),
      rows: z.int().nonnegative(),
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), last: z.string().nullable() })),
});
export type BackupManifest = z.infer<typeof backupManifest>;
