import { type Share, TrainyardError } from '@trainyard/contracts';
import { type Db, newId } from './connection.ts';
import type { TokenHash } from './user.ts';

interface ShareRow {
  id: string;
  run_id: string;
  owner_id: string;
  owner_name: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

const columns = `s.id, s.run_id, s.owner_id, (SELECT u.name FROM "user" u WHERE u.id = s.owner_id) AS owner_name,
  s.created_at, s.expires_at, s.used_at`;

function toShare({ owner_id, owner_name, ...row }: ShareRow): Share {
  return { ...row, owner: { id: owner_id, name: owner_name } };
}

export async function createShare(
  db: Db,
  share: { runId: string; ownerId: string; tokenHash: TokenHash; seconds: number },
): Promise<Share> {
  const made = await db.query<ShareRow>(
    `INSERT INTO share AS s (id, run_id, owner_id, token_hash, expires_at)
     VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5)) RETURNING ${columns}`,
    [newId(), share.runId, share.ownerId, share.tokenHash, share.seconds],
  );
  const [row] = made.rows;
  if (row === undefined) throw new Error('a link that was made is not there');
  return toShare(row);
}

/** Those that are still good, newest first. */
export async function listShares(db: Db, runId: string): Promise<Share[]> {
  const found = await db.query<ShareRow>(
    `SELECT ${columns} FROM share s WHERE s.run_id = $1 AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
     ORDER BY s.created_at DESC, s.id`,
    [runId],
  );
  return found.rows.map(toShare);
}

/** Whose link it is and of which run; throws share-not-found where it is not good any more. */
export async function getShare(db: Db, shareId: string): Promise<Share> {
  const found = await db.query<ShareRow>(
    `SELECT ${columns} FROM share s WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()`,
    [shareId],
  );
  const [row] = found.rows;
  if (row === undefined) throw new TrainyardError('share-not-found');
  return toShare(row);
}

export async function revokeShare(db: Db, shareId: string): Promise<void> {
  await db.query('UPDATE share SET revoked_at = clock_timestamp() WHERE id = $1 AND revoked_at IS NULL', [shareId]);
}

/** The run behind a link; that it was used is written at most once a minute. Throws share-not-found. */
export async function sharedRunOf(db: Db, tokenHash: TokenHash): Promise<{ runId: string; expiresAt: string }> {
  const found = await db.prepared<{ id: string; run_id: string; expires_at: string; stale: boolean }>(
    'share-by-token',
    `SELECT s.id, s.run_id, s.expires_at,
       coalesce(s.used_at < clock_timestamp() - interval '1 minute', true) AS stale
     FROM share s JOIN run r ON r.id = s.run_id
     WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND r.deleted_at IS NULL`,
    [tokenHash],
  );
  const [row] = found.rows;
  if (row === undefined) throw new TrainyardError('share-not-found');
  if (row.stale) await db.query('UPDATE share SET used_at = clock_timestamp() WHERE id = $1', [row.id]);
  return { runId: row.run_id, expiresAt: row.expires_at };
}

/** Forgets links that cannot be used any more. */
export async function dropSpentShares(db: Db, olderThanDays: number): Promise<number> {
  const gone = await db.query(
    'DELETE FROM share WHERE least(expires_at, revoked_at) < clock_timestamp() - make_interval(days => $1)',
    [olderThanDays],
  );
  return gone.count;
}
