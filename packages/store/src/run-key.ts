import { createHash, randomBytes } from 'node:crypto';
import type { Db, Transaction } from './connection.ts';
import { createApiKey } from './key.ts';

function nameOf(attempt: number): string {
  return `attempt ${attempt}`;
}

/**
 * The key that one attempt of a run speaks with. Those of earlier attempts, which may still be alive somewhere, are dead
 * from then on; this one is for `seconds` at most, until it is revoked, or until the run has ended.
 */
export async function issueRunKey(
  tx: Transaction,
  { runId, attempt, seconds }: { runId: string; attempt: number; seconds: number },
): Promise<string> {
  await revokeRunKeys(tx, runId);
  const found = await tx.query<{ owner_id: string }>('SELECT owner_id FROM run WHERE id = $1', [runId]);
  const [run] = found.rows;
  if (run === undefined) throw new Error(`a key for run ${runId}, which is not there`);
  const key = `ty_run_${randomBytes(32).toString('base64url')}`;
  const keyHash = createHash('sha256').update(key).digest('hex');
  await createApiKey(tx, { userId: run.owner_id, name: nameOf(attempt), keyHash, runId, seconds });
  return key;
}

/** Those of one attempt, or of all; every server hears of it. */
export async function revokeRunKeys(db: Db, runId: string, attempt?: number): Promise<void> {
  await db.query(
    `WITH revoked AS (UPDATE api_key SET revoked_at = clock_timestamp()
       WHERE run_id = $1 AND revoked_at IS NULL AND ($2::text IS NULL OR name = $2) RETURNING id)
     SELECT pg_notify('trainyard_access', id::text) FROM revoked`,
    [runId, attempt === undefined ? null : nameOf(attempt)],
  );
}
