import { type Db, newId } from './connection.ts';

export type UserRole = 'admin' | 'member' | 'viewer';

export interface User {
  id: string;
  name: string;
  role: UserRole;
}

/** Tokens come in as their sha256: what opens a door is never stored. */
export type TokenHash = string;

export async function createUser(db: Db, user: { name: string; role: UserRole }): Promise<User> {
  const id = newId();
  await db.query('INSERT INTO "user" (id, name, role) VALUES ($1, $2, $3)', [id, user.name, user.role]);
  return { id, ...user };
}

/** The first administrator, made at first start. Safe to call by several processes at once. */
export async function ensureAdmin(db: Db, name = 'admin'): Promise<User> {
  await db.query(
    `INSERT INTO "user" (id, name, role) SELECT $1, $2, 'admin'
     WHERE NOT EXISTS (SELECT 1 FROM "user" WHERE role = 'admin') ON CONFLICT DO NOTHING`,
    [newId(), name],
  );
  const found = await db.query<User>(
    `SELECT id, name, role FROM "user" WHERE role = 'admin' AND disabled_at IS NULL ORDER BY created_at LIMIT 1`,
  );
  const admin = found.rows[0];
  if (admin === undefined) throw new Error('there is no administrator that is not disabled');
  return admin;
}

export async function adminIds(db: Db): Promise<string[]> {
  const found = await db.query<{ id: string }>(
    `SELECT id FROM "user" WHERE role = 'admin' AND disabled_at IS NULL ORDER BY created_at`,
  );
  return found.rows.map(({ id }) => id);
}

export async function getUser(db: Db, id: string): Promise<User | null> {
  const found = await db.query<User>('SELECT id, name, role FROM "user" WHERE id = $1 AND disabled_at IS NULL', [id]);
  return found.rows[0] ?? null;
}

/** By id or name, whatever its case; null where there is none. */
export async function findUser(db: Db, word: string): Promise<User | null> {
  const found = await db.query<User>(
    'SELECT id, name, role FROM "user" WHERE (id::text = $1 OR lower(name) = lower($1)) AND disabled_at IS NULL LIMIT 1',
    [word],
  );
  return found.rows[0] ?? null;
}

export async function createSignInLink(
  db: Db,
  link: { keyHash: TokenHash; userId: string; seconds: number },
): Promise<{ expiresAt: string }> {
  const made = await db.query<{ expires_at: string }>(
    `INSERT INTO sign_in_link (key_hash, user_id, expires_at)
     VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3)) RETURNING expires_at`,
    [link.keyHash, link.userId, link.seconds],
  );
  return { expiresAt: made.rows[0]?.expires_at ?? '' };
}

/** Once only: of two that use it at the same moment, one gets in. Null where it was used, has expired or never was. */
export async function useSignInLink(db: Db, keyHash: TokenHash): Promise<User | null> {
  const used = await db.query<User>(
    `WITH used AS (UPDATE sign_in_link SET used_at = clock_timestamp()
       WHERE key_hash = $1 AND used_at IS NULL AND expires_at > clock_timestamp() RETURNING user_id)
     SELECT u.id, u.name, u.role FROM used JOIN "user" u ON u.id = used.user_id WHERE u.disabled_at IS NULL`,
    [keyHash],
  );
  return used.rows[0] ?? null;
}

export async function createSession(
  db: Db,
  session: { tokenHash: TokenHash; userId: string; seconds: number },
): Promise<void> {
  await db.query(
    `INSERT INTO session (token_hash, user_id, expires_at)
     VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
    [session.tokenHash, session.userId, session.seconds],
  );
}

/** Who a session is; its life is prolonged, at most once a minute. */
export async function userOfSession(db: Db, tokenHash: TokenHash, seconds: number): Promise<User | null> {
  const found = await db.prepared<User & { stale: boolean }>(
    'user-of-session',
    `SELECT u.id, u.name, u.role, s.used_at < clock_timestamp() - interval '1 minute' AS stale
     FROM session s JOIN "user" u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.expires_at > clock_timestamp() AND u.disabled_at IS NULL`,
    [tokenHash],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  if (row.stale) {
    await db.query(
      `UPDATE session SET used_at = clock_timestamp(), expires_at = clock_timestamp() + make_interval(secs => $2)
       WHERE token_hash = $1`,
      [tokenHash, seconds],
    );
  }
  return { id: row.id, name: row.name, role: row.role };
}

export async function deleteSession(db: Db, tokenHash: TokenHash): Promise<void> {
  await db.query('DELETE FROM session WHERE token_hash = $1', [tokenHash]);
}
