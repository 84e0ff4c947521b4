import { fromWire, section } from '@trainyard/contracts';
import { headlineOf } from '@trainyard/domain';
import type { Db } from './connection.ts';
import { storable } from './jsonb.ts';

/** The figure that a run is judged by. */
export interface Headline {
  key: string;
  label: string;
  value: number;
  low: number | null;
  high: number | null;
  unit: string;
  better: 'higher' | 'lower';
  /** Of the split, such as "upper bound: same unit on both sides". */
  note: string | null;
}

/** A run with its headline, as lists of the best show it. */
export interface HeadlineRun extends Headline {
  run: { id: string; number: number; name: string; trainer: string | null };
  dataset: { name: string; version: number };
  split_by: string | null;
  split_note: string | null;
}

/** Follows from the run's metric tables: called after each of them is written. */
export async function refreshHeadline(db: Db, runId: string): Promise<void> {
  const found = await db.query<{ body: unknown }>(
    `SELECT body FROM section WHERE run_id = $1 AND type = 'metric-table' ORDER BY ordinal`,
    [runId],
  );
  const row = headlineOf(found.rows.map(({ body }) => section.parse(body)));
  if (row === null) {
    await db.query('DELETE FROM run_headline WHERE run_id = $1', [runId]);
    return;
  }
  await db.query(
    `INSERT INTO run_headline (run_id, key, label, value, low, high, unit, better, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (run_id) DO UPDATE SET key = excluded.key, label = excluded.label, value = excluded.value,
       low = excluded.low, high = excluded.high, unit = excluded.unit, better = excluded.better, note = excluded.note`,
    [
      runId,
      storable(row.name),
      storable(row.label ?? row.name),
      fromWire(row.value),
      row.low === null ? null : fromWire(row.low),
      row.high === null ? null : fromWire(row.high),
      storable(row.unit),
      row.better,
      row.note === null ? null : storable(row.note),
    ],
  );
}

interface HeadlineRow extends Headline {
  id: string;
  number: number;
  name: string;
  trainer: string | null;
  dataset_name: string;
  dataset_version: number;
  split_by: string | null;
  split_note: string | null;
}

const columns = `h.key, h.label, h.value, h.low, h.high, h.unit, h.better, h.note, r.id, r.number, r.name, r.trainer,
  r.dataset_name, r.dataset_version, r.split_by, r.split_note`;
const counts = `r.status = 'completed' AND r.deleted_at IS NULL AND h.value <> 'NaN'`;
/** A score that its split flatters never beats an honest one; then the better value, then the earlier run. */
const bestFirst = `(coalesce(r.split_note, h.note) IS NOT NULL), (CASE h.better WHEN 'higher' THEN -h.value ELSE h.value END), r.number`;

function toHeadlineRun(row: HeadlineRow): HeadlineRun {
  const { id, number, name, trainer, dataset_name, dataset_version, ...rest } = row;
  return { run: { id, number, name, trainer }, dataset: { name: dataset_name, version: dataset_version }, ...rest };
}

/** The best run of each data set, on its newest version that has a scored run, by the figure that most of its runs have. */
export async function listBestRuns(db: Db): Promise<HeadlineRun[]> {
  const found = await db.query<HeadlineRow>(
    `WITH scored AS (
       SELECT ${columns}, (coalesce(r.split_note, h.note) IS NOT NULL) AS flattered,
         count(*) OVER (PARTITION BY r.dataset_name, r.dataset_version, h.key) AS alike
       FROM run_headline h JOIN run r ON r.id = h.run_id
       WHERE ${counts} AND r.dataset_name IS NOT NULL)
     SELECT DISTINCT ON (dataset_name) key, label, value, low, high, unit, better, note, id, number, name, trainer,
       dataset_name, dataset_version, split_by, split_note
     FROM scored
     ORDER BY dataset_name, dataset_version DESC, alike DESC, key, flattered,
       (CASE better WHEN 'higher' THEN -value ELSE value END), number`,
  );
  return found.rows.map(toHeadlineRun);
}

/** The best of the runs that were submitted before this one, on the same data and by the same figure. */
export async function bestEarlierRun(
  db: Db,
  than: { number: number; datasetDigest: string; key: string; better: 'higher' | 'lower' },
): Promise<HeadlineRun | null> {
  const found = await db.query<HeadlineRow>(
    `SELECT ${columns} FROM run_headline h JOIN run r ON r.id = h.run_id
     WHERE ${counts} AND r.dataset_digest = $1 AND r.number < $2 AND h.key = $3 AND h.better = $4
     ORDER BY ${bestFirst} LIMIT 1`,
    [than.datasetDigest, than.number, than.key, than.better],
  );
  const row = found.rows[0];
  return row === undefined ? null : toHeadlineRun(row);
}
