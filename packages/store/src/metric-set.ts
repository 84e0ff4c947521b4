import {
  type MetricSet,
  type MetricSetCreate,
  type MetricSetPatch,
  metricSet,
  TrainyardError,
} from '@trainyard/contracts';
import { nearestIn } from './by-name.ts';
import { type Db, newId, type Transaction } from './connection.ts';
import { jsonb, storable } from './jsonb.ts';
import { requireOwn } from './ownership.ts';
import type { Deleter } from './run-delete.ts';
import { isTaken } from './taken.ts';

interface SetRow {
  id: string;
  name: string;
  description: string;
  metrics: unknown;
  pass: number;
  length_ratio: number;
  active: boolean;
  is_default: boolean;
  owner_id: string;
  owner_name: string | null;
  created_at: string;
  changed_at: string;
}

/** `$1` is who asks. */
const select = `SELECT s.id, s.name, s.description, s.metrics, s.pass, s.length_ratio, s.active,
  EXISTS (SELECT 1 FROM metric_set_default d WHERE d.metric_set_id = s.id AND d.user_id = $1) AS is_default,
  s.owner_id, u.name AS owner_name, s.created_at, s.changed_at
  FROM metric_set s LEFT JOIN "user" u ON u.id = s.owner_id`;

function toSet({ owner_id, owner_name, ...row }: SetRow): MetricSet {
  return metricSet.parse({ ...row, owner: { id: owner_id, name: owner_name ?? 'unknown' } });
}

async function notFound(db: Db, name: string): Promise<TrainyardError> {
  const near = await nearestIn(db, 'metric_set', name);
  return new TrainyardError('metric-set-not-found', { name, nearest: near === null ? '' : ` Did you mean ${near}?` });
}

export async function listMetricSets(db: Db, userId: string): Promise<MetricSet[]> {
  return (await db.query<SetRow>(`${select} ORDER BY s.name`, [userId])).rows.map(toSet);
}

/** Throws metric-set-not-found. */
export async function getMetricSet(db: Db, userId: string, name: string): Promise<MetricSet> {
  const [row] = (await db.query<SetRow>(`${select} WHERE s.name = $2`, [userId, name])).rows;
  if (row === undefined) throw await notFound(db, name);
  return toSet(row);
}

function taken(error: unknown, name: string): unknown {
  return isTaken(error) ? new TrainyardError('metric-set-exists', { name }, { cause: error }) : error;
}

/** Throws metric-set-exists. */
export async function createMetricSet(tx: Transaction, ownerId: string, given: MetricSetCreate): Promise<MetricSet> {
  const { name, description, metrics, pass, length_ratio } = given;
  try {
    await tx.query(
      `INSERT INTO metric_set (id, owner_id, name, description, metrics, pass, length_ratio)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), ownerId, name, storable(description), jsonb(metrics), pass, length_ratio],
    );
  } catch (error) {
    throw taken(error, name);
  }
  return getMetricSet(tx, ownerId, name);
}

/** Others' runs are scored by its name: only its owner and admins may change what stands behind it. */
async function lockOwn(tx: Transaction, by: Deleter, name: string): Promise<void> {
  const found = await tx.query<{ owner_id: string }>('SELECT owner_id FROM metric_set WHERE name = $1 FOR UPDATE', [
    name,
  ]);
  const [set] = found.rows;
  if (set === undefined) throw await notFound(tx, name);
  requireOwn([set.owner_id], by, 'the way of scoring');
}

/** Throws forbidden, metric-set-not-found, metric-set-exists. */
export async function patchMetricSet(
  tx: Transaction,
  by: Deleter,
  name: string,
  given: MetricSetPatch,
): Promise<MetricSet> {
  await lockOwn(tx, by, name);
  const { metrics, description, ...rest } = given;
  const changes = Object.entries({
    ...rest,
    description: description === undefined ? undefined : storable(description),
    metrics: metrics === undefined ? undefined : jsonb(metrics),
  }).filter(([, value]) => value !== undefined);
  // The columns are named as the fields of the patch, which its schema has checked.
  const sets = changes.map(([column], i) => `${column} = $${i + 2}`);
  try {
    await tx.query(`UPDATE metric_set SET ${[...sets, 'changed_at = clock_timestamp()'].join(', ')} WHERE name = $1`, [
      name,
      ...changes.map(([, value]) => value),
    ]);
  } catch (error) {
    throw taken(error, given.name ?? name);
  }
  return getMetricSet(tx, by.id, given.name ?? name);
}

/** Throws forbidden, metric-set-not-found. */
export async function deleteMetricSet(tx: Transaction, by: Deleter, name: string): Promise<void> {
  await lockOwn(tx, by, name);
  await tx.query('DELETE FROM metric_set WHERE name = $1', [name]);
}

/** Throws metric-set-not-found, metric-set-inactive. */
export async function setDefaultMetricSet(tx: Transaction, userId: string, name: string): Promise<MetricSet> {
  const set = await getMetricSet(tx, userId, name);
  if (!set.active) throw new TrainyardError('metric-set-inactive', { name });
  await tx.query(
    `INSERT INTO metric_set_default (user_id, metric_set_id) VALUES ($1, $2)
     ON CONFLICT (user_id) DO UPDATE SET metric_set_id = excluded.metric_set_id`,
    [userId, set.id],
  );
  return getMetricSet(tx, userId, name);
}

export async function removeDefaultMetricSet(db: Db, userId: string): Promise<void> {
  await db.query('DELETE FROM metric_set_default WHERE user_id = $1', [userId]);
}
