import type { RunColumns } from '@trainyard/contracts';
import type { Db } from './connection.ts';

interface Counted {
  name: string;
  runs: number;
}

/**
 * How many runs have each key. The index alone answers for all runs; what deleted ones (few) have is taken off, which is
 * far cheaper than asking of each row whether its run is there.
 */
async function countKeys(db: Db, table: 'series' | 'run_parameter' | 'run_tag'): Promise<Counted[]> {
  const found = await db.query<Counted>(
    `WITH every AS (SELECT key, count(*) AS n FROM ${table} GROUP BY key),
       gone AS (SELECT t.key, count(*) AS n FROM run r JOIN ${table} t ON t.run_id = r.id
         WHERE r.deleted_at IS NOT NULL GROUP BY t.key)
     SELECT every.key AS name, every.n - coalesce(gone.n, 0) AS runs FROM every LEFT JOIN gone USING (key)
     WHERE every.n > coalesce(gone.n, 0) ORDER BY runs DESC, name`,
  );
  return found.rows;
}

interface GroupRow {
  field: 'status' | 'trainer' | 'dataset' | 'owner';
  name: string;
  owner_id: string | null;
  runs: number;
}

async function countGroups(db: Db): Promise<GroupRow[]> {
  const found = await db.query<GroupRow>(
    `SELECT g.field, coalesce(u.name, g.name, 'unknown') AS name, g.owner_id, g.runs FROM (
       SELECT CASE WHEN grouping(status) = 0 THEN 'status' WHEN grouping(trainer) = 0 THEN 'trainer'
           WHEN grouping(dataset_name) = 0 THEN 'dataset' ELSE 'owner' END AS field,
         coalesce(status, trainer, dataset_name) AS name, owner_id, count(*) AS runs
       FROM run WHERE deleted_at IS NULL
       GROUP BY GROUPING SETS ((status), (trainer), (dataset_name), (owner_id))) g
     LEFT JOIN "user" u ON u.id = g.owner_id
     WHERE g.name IS NOT NULL OR g.owner_id IS NOT NULL
     ORDER BY g.runs DESC, 2`,
  );
  return found.rows;
}

/** What the columns and filters of the table of runs can be made of. */
export async function runColumns(db: Db): Promise<RunColumns> {
  const [metrics, parameters, tags, groups] = await Promise.all([
    countKeys(db, 'series'),
    countKeys(db, 'run_parameter'),
    countKeys(db, 'run_tag'),
    countGroups(db),
  ]);
  const of = (field: GroupRow['field']): Counted[] =>
    groups.filter((row) => row.field === field).map(({ name, runs }) => ({ name, runs }));
  return {
    // What the host measures is drawn beside a run, and no result of it.
    metrics: metrics.filter(({ name }) => !name.startsWith('system/')),
    parameters,
    tags,
    trainers: of('trainer'),
    datasets: of('dataset'),
    statuses: of('status'),
    owners: groups.flatMap(({ owner_id: id, name, runs }) => (id === null ? [] : [{ id, name, runs }])),
  };
}
