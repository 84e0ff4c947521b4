import { type Experiment, idOrNumber, TrainyardError } from '@trainyard/contracts';
import { type Db, newId } from './connection.ts';
import { storable } from './jsonb.ts';
import type { ListQuery, Page } from './run-list.ts';

interface ExperimentRow {
  id: string;
  number: number;
  name: string;
  mode: Experiment['mode'];
  owner_id: string;
  owner_name: string | null;
  counts: Experiment['counts'] | null;
  created_at: string;
}

const select = `
  SELECT e.id, e.number, e.name, e.mode, e.owner_id, u.name AS owner_name, e.created_at,
    (SELECT jsonb_object_agg(status, n) FROM
      (SELECT status, count(*) AS n FROM run WHERE experiment_id = e.id AND deleted_at IS NULL GROUP BY status) AS by_status) AS counts
  FROM experiment e LEFT JOIN "user" u ON u.id = e.owner_id`;

function toExperiment(row: ExperimentRow): Experiment {
  const { owner_id, owner_name, counts, ...rest } = row;
  return { ...rest, owner: { id: owner_id, name: owner_name ?? 'unknown' }, counts: counts ?? {} };
}

/** By id, short number or (newest) name; throws experiment-not-found. */
export async function getExperiment(db: Db, ref: string): Promise<Experiment> {
  const isRef = idOrNumber.safeParse(ref).success;
  const found = await db.query<ExperimentRow>(
    `${select} WHERE ${isRef ? 'e.id::text = $1 OR e.number::text = $1' : 'lower(e.name) = lower($1)'}
     ORDER BY e.number DESC LIMIT 1`,
    [ref],
  );
  const row = found.rows[0];
  if (row === undefined) throw new TrainyardError('experiment-not-found', { id: ref });
  return toExperiment(row);
}

export async function listExperiments(db: Db, query: ListQuery): Promise<Page<Experiment>> {
  const after = query.cursor === undefined || query.cursor === '' ? null : Number.parseInt(query.cursor, 10) || 0;
  const matching = `($1::text IS NULL OR strpos(lower(e.name), lower($1)) > 0)`;
  const found = await db.query<ExperimentRow>(
    `${select} WHERE ${matching} AND ($2::int IS NULL OR e.number < $2) ORDER BY e.number DESC LIMIT $3`,
    [query.q ?? null, after, query.limit + 1],
  );
  const total = await db.query<{ total: number }>(`SELECT count(*) AS total FROM experiment e WHERE ${matching}`, [
    query.q ?? null,
  ]);
  const shown = found.rows.slice(0, query.limit);
  const more = found.rows.length > query.limit;
  return {
    items: shown.map(toExperiment),
    next_cursor: more ? String(shown.at(-1)?.number ?? '') : null,
    total: total.rows[0]?.total ?? 0,
  };
}

export async function createExperiment(
  db: Db,
  spec: { name: string; mode: Experiment['mode']; ownerId: string },
): Promise<Experiment> {
  const id = newId();
  await db.query('INSERT INTO experiment (id, owner_id, name, mode) VALUES ($1, $2, $3, $4)', [
    id,
    spec.ownerId,
    storable(spec.name),
    spec.mode,
  ]);
  return getExperiment(db, id);
}

/** The experiment of an owner's runs that name none; made at first use. */
export async function defaultExperimentId(db: Db, ownerId: string): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    const found = await db.prepared<{ id: string }>(
      'default-experiment',
      'SELECT id FROM experiment WHERE owner_id = $1 AND is_default',
      [ownerId],
    );
    return found.rows[0]?.id;
  };
  const there = await find();
  if (there !== undefined) return there;
  await db.query(
    `INSERT INTO experiment (id, owner_id, name, mode, is_default) VALUES ($1, $2, 'Default', 'parallel', true)
     ON CONFLICT (owner_id) WHERE is_default DO NOTHING`,
    [newId(), ownerId],
  );
  const made = await find();
  if (made === undefined) throw new TrainyardError('experiment-not-found', { id: 'Default' });
  return made;
}

/** The ids of its runs, oldest first. */
export async function experimentRunIds(db: Db, experimentId: string): Promise<string[]> {
  const found = await db.query<{ id: string }>('SELECT id FROM run WHERE experiment_id = $1 ORDER BY number', [
    experimentId,
  ]);
  return found.rows.map((row) => row.id);
}
