import { nearestName } from '@trainyard/domain';
import type { Db } from './connection.ts';
import type { ListQuery, Page } from './run-list.ts';

/** Tables whose rows have a unique name. */
type Named = 'language_model' | 'metric_set' | 'model' | 'prompt' | 'provider';

/** The name there is that is most like one that is not; null where none is. */
export async function nearestIn(db: Db, table: Named, name: string): Promise<string | null> {
  const there = await db.query<{ name: string }>(`SELECT name FROM ${table} ORDER BY name LIMIT 1000`);
  return nearestName(
    name,
    there.rows.map((row) => row.name),
  );
}

/** A page of rows in the order of their names; `q` is looked for in name and description. `select` calls the table `as`. */
export async function pageByName<Row extends { name: string }>(
  db: Db,
  { table, as, select }: { table: Named; as: string; select: string },
  query: Pick<ListQuery, 'q' | 'limit' | 'cursor'>,
): Promise<Omit<Page<Row>, 'items'> & { rows: Row[] }> {
  const matching = `($1::text IS NULL OR strpos(lower(${as}.name), lower($1)) > 0 OR strpos(lower(${as}.description), lower($1)) > 0)`;
  const found = await db.query<Row>(
    `${select} WHERE ${matching} AND ($2::text IS NULL OR ${as}.name > $2) ORDER BY ${as}.name LIMIT $3`,
    [query.q ?? null, query.cursor || null, query.limit + 1],
  );
  const total = await db.query<{ total: number }>(`SELECT count(*) AS total FROM ${table} ${as} WHERE ${matching}`, [
    query.q ?? null,
  ]);
  const rows = found.rows.slice(0, query.limit);
  return {
    rows,
    next_cursor: found.rows.length > query.limit ? (rows.at(-1)?.name ?? null) : null,
    total: total.rows[0]?.total ?? 0,
  };
}
