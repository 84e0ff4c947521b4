import { type Section, section } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { refreshHeadline } from './headline.ts';
import { jsonb, storable } from './jsonb.ts';

/** `live`: only those of what goes on. */
export async function listSections(db: Db, runId: string, { live = false } = {}): Promise<Section[]> {
  const found = await db.query<{ body: unknown }>(
    `SELECT body FROM section WHERE run_id = $1 AND ($2 = false OR body->>'live' = 'true') ORDER BY ordinal`,
    [runId, live],
  );
  return found.rows.map((row) => section.parse(row.body));
}

/** Its metric tables; one that cannot be read is passed over, for nothing else must depend on it. */
export async function listMetricTables(db: Db, runId: string): Promise<Section[]> {
  const found = await db.prepared<{ body: unknown }>(
    'metric-tables',
    "SELECT body FROM section WHERE run_id = $1 AND type = 'metric-table' ORDER BY ordinal",
    [runId],
  );
  return found.rows.flatMap((row) => {
    const read = section.safeParse(row.body);
    return read.success ? [read.data] : [];
  });
}

/** The same type and title again replaces what was there, in its place. Returns its ordinal. */
export async function writeSection(db: Db, runId: string, attempt: number, body: Section): Promise<number> {
  const written = await db.query<{ ordinal: number }>(
    `INSERT INTO section (run_id, ordinal, attempt, type, title, body)
     VALUES ($1, (SELECT coalesce(max(ordinal), 0) + 1 FROM section WHERE run_id = $1), $2, $3, $4, $5)
     ON CONFLICT (run_id, type, md5(title)) DO UPDATE SET attempt = excluded.attempt, body = excluded.body
     RETURNING ordinal`,
    [runId, attempt, body.type, storable(body.title), jsonb(body)],
  );
  if (body.type === 'metric-table') await refreshHeadline(db, runId);
  return written.rows[0]?.ordinal ?? 0;
}
