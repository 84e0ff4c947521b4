import { id, type Notice, type NoticeKind, TrainyardError } from '@trainyard/contracts';
import { type Db, newId } from './connection.ts';
import { storable } from './jsonb.ts';
import type { Page } from './run-list.ts';

interface NoticeRow {
  id: string;
  kind: NoticeKind;
  title: string;
  message: string;
  run_id: string | null;
  run_number: number | null;
  run_name: string | null;
  at: string;
  read_at: string | null;
}

export interface NewNotice {
  kind: NoticeKind;
  title: string;
  message: string;
}

/** Written in the transaction that it tells of. A user that is gone is told nothing. */
export async function writeNotice(
  db: Db,
  to: { userId: string; runId: string | null },
  notice: NewNotice,
): Promise<void> {
  await db.prepared(
    'write-notice',
    `INSERT INTO notice (id, user_id, kind, title, message, run_id)
     SELECT $1, u.id, $3, $4, $5, $6 FROM "user" u WHERE u.id = $2`,
    [newId(), to.userId, notice.kind, storable(notice.title), storable(notice.message), to.runId],
  );
}

function toNotice({ run_id, run_number, run_name, ...row }: NoticeRow): Notice {
  const run = run_id === null || run_number === null ? null : { id: run_id, number: run_number, name: run_name ?? '' };
  return { ...row, run };
}

export async function countUnread(db: Db, userId: string): Promise<number> {
  const found = await db.prepared<{ n: number }>(
    'unread-notices',
    'SELECT count(*) AS n FROM notice WHERE user_id = $1 AND read_at IS NULL',
    [userId],
  );
  return found.rows[0]?.n ?? 0;
}

export interface NoticeQuery {
  unread?: boolean | undefined;
  limit: number;
  /** The id of the last one shown. */
  cursor?: string | undefined;
}

/** Newest first. */
export async function listNotices(
  db: Db,
  userId: string,
  query: NoticeQuery,
): Promise<Page<Notice> & { unread: number }> {
  const cursor = query.cursor === undefined || query.cursor === '' ? null : query.cursor;
  if (cursor !== null && !id.safeParse(cursor).success) {
    const detail = 'the cursor is not one that a list has given';
    throw new TrainyardError('query-invalid', { detail }, { issues: [{ path: 'cursor', message: detail }] });
  }
  const read = query.unread === undefined ? 'true' : `n.read_at IS ${query.unread ? '' : 'NOT '}NULL`;
  const which = `n.user_id = $1 AND ${read}`;
  const found = await db.query<NoticeRow>(
    `SELECT n.id, n.kind, n.title, n.message, n.run_id, r.number AS run_number, r.name AS run_name, n.at, n.read_at
     FROM notice n LEFT JOIN run r ON r.id = n.run_id
     WHERE ${which}
       AND ($2::uuid IS NULL OR (n.at, n.id) < (SELECT c.at, c.id FROM notice c WHERE c.id = $2 AND c.user_id = $1))
     ORDER BY n.at DESC, n.id DESC LIMIT $3`,
    [userId, cursor, query.limit + 1],
  );
  const total = await db.query<{ n: number }>(`SELECT count(*) AS n FROM notice n WHERE ${which}`, [userId]);
  const shown = found.rows.slice(0, query.limit);
  const more = found.rows.length > query.limit;
  return {
    items: shown.map(toNotice),
    next_cursor: more ? (shown.at(-1)?.id ?? null) : null,
    total: total.rows[0]?.n ?? 0,
    unread: await countUnread(db, userId),
  };
}

/** Those named, or all; others' are left as they are. Returns how many are unread now. */
export async function readNotices(db: Db, userId: string, ids?: readonly string[]): Promise<number> {
  await db.query(
    `UPDATE notice SET read_at = clock_timestamp()
     WHERE user_id = $1 AND read_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY ($2))`,
    [userId, ids === undefined ? null : [...ids]],
  );
  return countUnread(db, userId);
}

/** Forgets what was read and is old; what nobody has read yet stays. */
export async function dropReadNotices(db: Db, olderThanDays: number): Promise<number> {
  const gone = await db.query(
    'DELETE FROM notice WHERE read_at IS NOT NULL AND at < clock_timestamp() - make_interval(days => $1)',
    [olderThanDays],
  );
  return gone.count;
}
