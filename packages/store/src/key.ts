import { type ApiKey, TrainyardError } from '@trainyard/contracts';
import { type Db, newId } from './connection.ts';
import type { TokenHash, User } from './user.ts';

export async function createApiKey(
  db: Db,
  key: { userId: string; name: string; keyHash: TokenHash; prefix?: string; runId?: string; seconds?: number },
): Promise<string> {
  const id = newId();
  await db.query(
    `INSERT INTO api_key (id, user_id, name, key_hash, run_id, expires_at, prefix)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6::float8), $7)`,
    [id, key.userId, key.name, key.keyHash, key.runId ?? null, key.seconds ?? null, key.prefix ?? null],
  );
  return id;
}

export interface KeyHolder extends User {
  keyId: string;
  /** Set for keys that may report for that run only. */
  runId: string | null;
}

/** Who a key is; that it was used is written at most once a minute. */
export async function userOfApiKey(db: Db, keyHash: TokenHash): Promise<KeyHolder | null> {
  const found = await db.prepared<KeyHolder & { stale: boolean }>(
    'user-of-key',
    `SELECT u.id, u.name, u.role, k.run_id AS "runId", k.id AS "keyId",
       coalesce(k.used_at < clock_timestamp() - interval '1 minute', true) AS stale
     FROM api_key k JOIN "user" u ON u.id = k.user_id
     WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND u.disabled_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM run r WHERE r.id = k.run_id AND r.executor = 'worker' AND r.ended_at IS NOT NULL)
       AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())`,
    [keyHash],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  if (row.stale) await db.query('UPDATE api_key SET used_at = clock_timestamp() WHERE id = $1', [row.keyId]);
  return { id: row.id, name: row.name, role: row.role, keyId: row.keyId, runId: row.runId };
}

/** Keys that are good, newest first; those of one run are told of with that run. `userId` null: of everybody. */
export async function listApiKeys(
  db: Db,
  whose: { userId: string | null; localKeyHash: TokenHash },
): Promise<ApiKey[]> {
  const found = await db.query<Omit<ApiKey, 'owner'> & { owner_id: string; owner_name: string }>(
    `SELECT k.id, k.name, k.prefix, k.created_at, k.used_at, k.key_hash = $2 AS local,
       u.id AS owner_id, u.name AS owner_name
     FROM api_key k JOIN "user" u ON u.id = k.user_id
     WHERE ($1::uuid IS NULL OR k.user_id = $1) AND k.revoked_at IS NULL AND k.run_id IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
     ORDER BY k.created_at DESC, k.id`,
    [whose.userId, whose.localKeyHash],
  );
  return found.rows.map(({ owner_id, owner_name, ...row }) => ({ ...row, owner: { id: owner_id, name: owner_name } }));
}

/** Tells every server, which remember for a while who a key is. `userId` null: whoever it belongs to. */
export async function revokeApiKey(
  db: Db,
  key: { id: string; userId: string | null; localKeyHash: TokenHash },
): Promise<void> {
  const found = await db.query<{ local: boolean }>(
    `SELECT key_hash = $3 AS local FROM api_key
     WHERE id = $1 AND ($2::uuid IS NULL OR user_id = $2) AND revoked_at IS NULL AND run_id IS NULL`,
    [key.id, key.userId, key.localKeyHash],
  );
  const [row] = found.rows;
  if (row === undefined) throw new TrainyardError('key-not-found', { key: key.id });
  if (row.local) throw new TrainyardError('key-protected');
  await db.query(
    `WITH revoked AS (UPDATE api_key SET revoked_at = clock_timestamp() WHERE id = $1 AND revoked_at IS NULL RETURNING id)
     SELECT pg_notify('trainyard_access', id::text) FROM revoked`,
    [key.id],
  );
}
