import { type Db, newId } from './connection.ts';

/** Files that a user sent, on their way into a run. */
export interface Upload {
  id: string;
  ownerId: string;
  location: string;
  files: number;
  size: number;
  /** False while files still come in, and for ever where the sender went away. */
  whole: boolean;
  createdAt: string;
}

const columns = 'id, owner_id AS "ownerId", location, files, size, whole, created_at AS "createdAt"';

export async function createUpload(
  db: Db,
  upload: { ownerId: string; location: string; id?: string },
): Promise<string> {
  const id = upload.id ?? newId();
  await db.query('INSERT INTO upload (id, owner_id, location) VALUES ($1, $2, $3)', [
    id,
    upload.ownerId,
    upload.location,
  ]);
  return id;
}

export async function closeUpload(db: Db, id: string, facts: { files: number; size: number }): Promise<void> {
  await db.query('UPDATE upload SET whole = true, files = $2, size = $3 WHERE id = $1', [id, facts.files, facts.size]);
}

export async function getUpload(db: Db, id: string): Promise<Upload | null> {
  const found = await db.query<Upload>(`SELECT ${columns} FROM upload WHERE id = $1`, [id]);
  return found.rows[0] ?? null;
}

/** Uploads that nobody finished, or whose run has ended, for removal of their files. */
export async function staleUploads(db: Db, olderThanSeconds: number): Promise<Upload[]> {
  const found = await db.query<Upload>(
    `SELECT ${columns} FROM upload u WHERE created_at < clock_timestamp() - make_interval(secs => $1)
       AND NOT EXISTS (SELECT 1 FROM run WHERE upload_id = u.id AND ended_at IS NULL)`,
    [olderThanSeconds],
  );
  return found.rows;
}

export async function deleteUpload(db: Db, id: string): Promise<void> {
  await db.query('UPDATE run SET upload_id = NULL WHERE upload_id = $1', [id]);
  await db.query('DELETE FROM upload WHERE id = $1', [id]);
}

/** The upload that a run works on, or null. */
export async function uploadOf(db: Db, runId: string): Promise<string | null> {
  const found = await db.query<{ upload_id: string | null }>('SELECT upload_id FROM run WHERE id = $1', [runId]);
  return found.rows[0]?.upload_id ?? null;
}
