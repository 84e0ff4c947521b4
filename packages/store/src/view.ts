import { type SavedView, type savedViewCreate, TrainyardError } from '@trainyard/contracts';
import type { z } from 'zod';
import { type Db, newId } from './connection.ts';
import { storable } from './jsonb.ts';

interface ViewRow {
  id: string;
  name: string;
  query: string;
  shared: boolean;
  owner_id: string;
  owner_name: string;
  created_at: string;
}

const select = `SELECT v.id, v.name, v.query, v.shared, v.owner_id, u.name AS owner_name, v.created_at
  FROM saved_view v JOIN "user" u ON u.id = v.owner_id`;

function toView({ owner_id, owner_name, ...row }: ViewRow, userId: string): SavedView {
  return { ...row, mine: owner_id === userId, owner: { id: owner_id, name: owner_name } };
}

/** Own ones first, then those that others share; each by name. */
export async function listViews(db: Db, userId: string): Promise<SavedView[]> {
  const found = await db.query<ViewRow>(
    `${select} WHERE v.owner_id = $1 OR v.shared ORDER BY v.owner_id <> $1, lower(v.name), v.id`,
    [userId],
  );
  return found.rows.map((row) => toView(row, userId));
}

/** One of the same name (whatever its case) is replaced and keeps its id. */
export async function saveView(db: Db, userId: string, view: z.infer<typeof savedViewCreate>): Promise<SavedView> {
  const saved = await db.query<ViewRow>(
    `INSERT INTO saved_view AS v (id, owner_id, name, query, shared) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (owner_id, lower(name)) DO UPDATE SET name = excluded.name, query = excluded.query,
       shared = excluded.shared
     RETURNING v.id, v.name, v.query, v.shared, v.owner_id, v.created_at,
       (SELECT u.name FROM "user" u WHERE u.id = v.owner_id) AS owner_name`,
    [newId(), userId, storable(view.name), storable(view.query), view.shared],
  );
  const [row] = saved.rows;
  if (row === undefined) throw new Error('a view that was saved is not there');
  return toView(row, userId);
}

/** Throws view-not-found, also for another's. */
export async function deleteView(db: Db, userId: string, viewId: string): Promise<void> {
  const gone = await db.query('DELETE FROM saved_view WHERE id = $1 AND owner_id = $2', [viewId, userId]);
  if (gone.count === 0) throw new TrainyardError('view-not-found', { view: viewId });
}
