import {
  type Dataset,
  type DatasetManifest,
  type DatasetVersion,
  datasetManifest,
  datasetVersion,
  TrainyardError,
} from '@trainyard/contracts';
import { type Db, newId, type Transaction } from './connection.ts';
import { jsonb } from './jsonb.ts';
import type { ListQuery, Page } from './run-list.ts';

/** What the index of a version says, counted once. */
export type DatasetFacts = Pick<
  DatasetVersion,
  'classes' | 'units' | 'rates_hz' | 'seconds' | 'conditions' | 'channels' | 'badge' | 'notes'
>;

export interface StoredDatasetVersion extends DatasetVersion {
  name: string;
  /** Where `files` keeps its folder. */
  location: string;
}

interface VersionRow {
  id: string;
  dataset_id: string;
  name: string;
  version: number;
  digest: string;
  kind: string;
  samples: number;
  size: number;
  facts: object;
  location: string;
  run_id: string | null;
  run_number: number | null;
  created_at: string;
}

const select = `
  SELECT v.id, v.dataset_id, d.name, v.version, v.digest, v.kind, v.samples, v.size, v.facts, v.location, v.run_id,
    r.number AS run_number, v.created_at
  FROM dataset_version v JOIN dataset d ON d.id = v.dataset_id LEFT JOIN run r ON r.id = v.run_id`;

function toVersion(row: VersionRow): StoredDatasetVersion {
  const { facts, run_id, run_number, name, location, dataset_id: _dataset, ...rest } = row;
  const run = run_id === null || run_number === null ? null : { id: run_id, number: run_number };
  return { ...datasetVersion.parse({ ...facts, ...rest, run }), name, location };
}

function publicVersion(version: StoredDatasetVersion): DatasetVersion {
  const { name: _name, location: _location, ...rest } = version;
  return rest;
}

function splitRef(ref: string): { name: string; version: number | null } {
  const match = /^(.*)@([1-9][0-9]{0,8})$/.exec(ref);
  return match === null ? { name: ref, version: null } : { name: match[1] ?? '', version: Number(match[2]) };
}

/** One version by `name` (the latest), `name@version` or digest; throws dataset-not-found. */
export async function getDatasetVersion(db: Db, ref: string): Promise<StoredDatasetVersion> {
  const { name, version } = splitRef(ref);
  const found = await db.query<VersionRow>(
    `${select} WHERE (d.name = $1 AND ($2::int IS NULL OR v.version = $2)) OR v.digest = $3
     ORDER BY (d.name = $1) DESC, v.version DESC LIMIT 1`,
    [name, version, ref],
  );
  const row = found.rows[0];
  if (row === undefined) throw new TrainyardError('dataset-not-found', { name: ref });
  return toVersion(row);
}

export async function getDatasetManifest(db: Db, ref: string): Promise<DatasetManifest> {
  const version = await getDatasetVersion(db, ref);
  const found = await db.query<{ manifest: unknown }>('SELECT manifest FROM dataset_version WHERE id = $1', [
    version.id,
  ]);
  return datasetManifest.parse(found.rows[0]?.manifest);
}

async function withVersions(
  db: Db,
  datasets: readonly { id: string; name: string; created_at: string }[],
): Promise<Dataset[]> {
  const found = await db.query<VersionRow>(
    `${select} WHERE v.dataset_id = ANY ($1::uuid[]) ORDER BY v.dataset_id, v.version DESC`,
    [datasets.map((dataset) => dataset.id)],
  );
  return datasets.flatMap((dataset) => {
    const versions = found.rows
      .filter((row) => row.dataset_id === dataset.id)
      .map((row) => publicVersion(toVersion(row)));
    const latest = versions[0];
    return latest === undefined ? [] : [{ ...dataset, latest, versions }];
  });
}

/** With `name@version`, `latest` is that version. Throws dataset-not-found. */
export async function getDataset(db: Db, ref: string): Promise<Dataset> {
  const version = await getDatasetVersion(db, ref);
  const found = await db.query<{ id: string; name: string; created_at: string }>(
    'SELECT id, name, created_at FROM dataset WHERE name = $1',
    [version.name],
  );
  const [whole] = await withVersions(db, found.rows);
  if (whole === undefined) throw new TrainyardError('dataset-not-found', { name: ref });
  return { ...whole, latest: publicVersion(version) };
}

export async function listDatasets(db: Db, query: ListQuery): Promise<Page<Dataset>> {
  const matching = 'last_version > 0 AND ($1::text IS NULL OR strpos(name, lower($1)) > 0)';
  const found = await db.query<{ id: string; name: string; created_at: string }>(
    `SELECT id, name, created_at FROM dataset WHERE ${matching} AND ($2::text IS NULL OR name > $2) ORDER BY name LIMIT $3`,
    [query.q ?? null, query.cursor || null, query.limit + 1],
  );
  const total = await db.query<{ total: number }>(`SELECT count(*) AS total FROM dataset WHERE ${matching}`, [
    query.q ?? null,
  ]);
  const shown = found.rows.slice(0, query.limit);
  return {
    items: await withVersions(db, shown),
    next_cursor: found.rows.length > query.limit ? (shown.at(-1)?.name ?? null) : null,
    total: total.rows[0]?.total ?? 0,
  };
}

export interface NewDatasetVersion {
  name: string;
  ownerId: string;
  digest: string;
  kind: string;
  samples: number;
  size: number;
  facts: Record<string, unknown>;
  manifest: Record<string, unknown>;
  location: string;
  runId: string | null;
}

/** The same content twice is one version: then that version's number comes back and `created` is false. */
export async function registerDatasetVersion(
  tx: Transaction,
  version: NewDatasetVersion,
): Promise<{ name: string; version: number; created: boolean }> {
  await tx.query('INSERT INTO dataset (id, owner_id, name) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING', [
    newId(),
    version.ownerId,
    version.name,
  ]);
  // The row's lock makes two registrations of one name come one after the other.
  const locked = await tx.query<{ id: string; last_version: number }>(
    'SELECT id, last_version FROM dataset WHERE name = $1 FOR UPDATE',
    [version.name],
  );
  const dataset = locked.rows[0];
  if (dataset === undefined) throw new TrainyardError('dataset-not-found', { name: version.name });
  const same = await tx.query<{ version: number }>(
    'SELECT version FROM dataset_version WHERE dataset_id = $1 AND digest = $2',
    [dataset.id, version.digest],
  );
  const there = same.rows[0]?.version;
  if (there !== undefined) return { name: version.name, version: there, created: false };
  const number = dataset.last_version + 1;
  await tx.query('UPDATE dataset SET last_version = $2 WHERE id = $1', [dataset.id, number]);
  await tx.query(
    `INSERT INTO dataset_version (id, dataset_id, owner_id, version, digest, kind, samples, size, facts, manifest, location, run_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      newId(),
      dataset.id,
      version.ownerId,
      number,
      version.digest,
      version.kind,
      version.samples,
      version.size,
      jsonb(version.facts),
      jsonb(version.manifest),
      version.location,
      version.runId,
    ],
  );
  return { name: version.name, version: number, created: true };
}
