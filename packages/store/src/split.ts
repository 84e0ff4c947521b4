import type { PartsConfig, SplitConfig, WindowConfig } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { jsonb } from './jsonb.ts';

/** A split file and what is known of it; its digest is its name. */
export interface StoredSplit {
  digest: string;
  datasetDigest: string;
  by: string;
  config: { split: SplitConfig | null; window: WindowConfig | null; parts?: PartsConfig | null };
  note: string | null;
  companionDigest: string | null;
  sizes: Record<string, number>;
  notScored: string[];
  location: string;
}

/** Content-addressed: written twice, it is there once. */
export async function saveSplit(db: Db, ownerId: string, split: StoredSplit): Promise<void> {
  await db.query(
    `INSERT INTO split (digest, owner_id, dataset_digest, by_unit, config, note, companion_digest, sizes, not_scored, location)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (digest) DO NOTHING`,
    [
      split.digest,
      ownerId,
      split.datasetDigest,
      split.by,
      jsonb(split.config),
      split.note,
      split.companionDigest,
      jsonb(split.sizes),
      jsonb(split.notScored),
      split.location,
    ],
  );
}

export async function getSplit(db: Db, digest: string): Promise<StoredSplit | null> {
  const found = await db.query<StoredSplit>(
    `SELECT digest, dataset_digest AS "datasetDigest", by_unit AS by, config, note, companion_digest AS "companionDigest",
       sizes, not_scored AS "notScored", location FROM split WHERE digest = $1`,
    [digest],
  );
  return found.rows[0] ?? null;
}
