import {
  type Model,
  type ModelFile,
  type ModelMetric,
  type ModelVersion,
  modelVersion,
  TrainyardError,
} from '@trainyard/contracts';
import { nearestName } from '@trainyard/domain';
import { pageByName } from './by-name.ts';
import type { Db } from './connection.ts';
import type { ListQuery, Page } from './run-list.ts';

interface VersionRow {
  id: string;
  model_id: string;
  name: string;
  version: number;
  run_id: string;
  run_number: number;
  run_name: string;
  trainer: string | null;
  badge: string | null;
  dataset_name: string | null;
  dataset_version: number | null;
  dataset_digest: string | null;
  dataset_kind: string | null;
  split_by: string | null;
  split_note: string | null;
  files: ModelFile[];
  sha256: string;
  size: number;
  metric: ModelMetric | null;
  note: string;
  aliases: string[];
  used_by: number;
  owner_id: string;
  owner_name: string | null;
  created_at: string;
}

const select = `
  SELECT v.id, v.model_id, m.name, v.version, v.run_id, r.number AS run_number, r.name AS run_name, r.trainer, r.badge,
    r.dataset_name, r.dataset_version, r.dataset_digest,
    (SELECT d.kind FROM dataset_version d WHERE d.digest = r.dataset_digest LIMIT 1) AS dataset_kind,
    r.split_by, r.split_note, v.files, v.sha256, v.size, v.metric, v.note,
    ARRAY(SELECT a.alias FROM model_alias a WHERE a.version_id = v.id ORDER BY a.alias) AS aliases,
    (SELECT count(DISTINCT x.run_id) FROM run_model x WHERE x.version_id = v.id) AS used_by,
    v.owner_id, u.name AS owner_name, v.created_at
  FROM model_version v JOIN model m ON m.id = v.model_id JOIN run r ON r.id = v.run_id
    LEFT JOIN "user" u ON u.id = v.owner_id`;

function toVersion(row: VersionRow): ModelVersion {
  const { dataset_name: name, dataset_version: version, dataset_digest: digest, dataset_kind: kind } = row;
  const known = name !== null && version !== null && digest !== null && kind !== null;
  return modelVersion.parse({
    id: row.id,
    name: row.name,
    version: row.version,
    run: { id: row.run_id, number: row.run_number, name: row.run_name, trainer: row.trainer, badge: row.badge },
    dataset: known ? { name, version, digest, kind } : null,
    split: row.split_by === null ? null : { by: row.split_by, note: row.split_note },
    files: row.files,
    sha256: row.sha256,
    size: row.size,
    metric: row.metric,
    note: row.note,
    aliases: row.aliases,
    used_by: row.used_by,
    owner: { id: row.owner_id, name: row.owner_name ?? 'unknown' },
    created_at: row.created_at,
  });
}

/** `name@2` and `name@champion` taken apart. */
export function splitModelRef(ref: string): { name: string; version: number | null; alias: string | null } {
  const at = ref.indexOf('@');
  if (at < 0) return { name: ref, version: null, alias: null };
  const [name, suffix] = [ref.slice(0, at), ref.slice(at + 1)];
  return /^[1-9][0-9]{0,8}$/.test(suffix)
    ? { name, version: Number(suffix), alias: null }
    : { name, version: null, alias: suffix };
}

/** The refusal of a name that is not there, with the nearest one that is. */
export async function modelNotFound(db: Db, ref: string): Promise<TrainyardError> {
  const { name } = splitModelRef(ref);
  const found = await db.query<{ name: string; last: number; aliases: string[] }>(
    `SELECT m.name, m.last_version AS last, ARRAY(SELECT a.alias FROM model_alias a WHERE a.model_id = m.id ORDER BY 1) AS aliases
     FROM model m ORDER BY (m.name = $1) DESC, m.name LIMIT 1000`,
    [name],
  );
  const own = found.rows.find((row) => row.name === name);
  let nearest = '';
  if (own === undefined) {
    const near = nearestName(
      name,
      found.rows.map((row) => row.name),
    );
    if (near !== null) nearest = ` Did you mean "${near}"?`;
  } else if (own.last === 0) nearest = ` Model "${name}" has no version yet.`;
  else nearest = ` Its newest version is ${own.last}; its aliases: ${own.aliases.join(', ') || 'none'}.`;
  return new TrainyardError('model-not-found', { model: ref.slice(0, 130), nearest });
}

/** One version by reference; throws model-not-found. */
export async function getModelVersion(db: Db, ref: string): Promise<ModelVersion> {
  const { name, version, alias } = splitModelRef(ref);
  const found = await db.query<VersionRow>(
    `${select} WHERE m.name = $1 AND ($2::int IS NULL OR v.version = $2)
       AND ($3::text IS NULL OR v.id = (SELECT a.version_id FROM model_alias a WHERE a.model_id = m.id AND a.alias = $3))
     ORDER BY v.version DESC LIMIT 1`,
    [name, version, alias],
  );
  const [row] = found.rows;
  if (row === undefined) throw await modelNotFound(db, ref);
  return toVersion(row);
}

/** The versions that a run is registered as. */
export async function versionsOfRun(db: Db, runId: string): Promise<ModelVersion[]> {
  const found = await db.query<VersionRow>(`${select} WHERE v.run_id = $1 ORDER BY m.name`, [runId]);
  return found.rows.map(toVersion);
}

interface ModelRow {
  id: string;
  name: string;
  description: string;
  owner_id: string;
  owner_name: string | null;
  created_at: string;
}

const selectModel = `SELECT m.id, m.name, m.description, m.owner_id, u.name AS owner_name, m.created_at
  FROM model m LEFT JOIN "user" u ON u.id = m.owner_id`;

async function withVersions(db: Db, rows: readonly ModelRow[]): Promise<Model[]> {
  const ids = rows.map((row) => row.id);
  const versions = await db.query<VersionRow>(
    `${select} WHERE v.model_id = ANY ($1::uuid[]) ORDER BY v.model_id, v.version DESC`,
    [ids],
  );
  const aliases = await db.query<{
    model_id: string;
    alias: string;
    version: number;
    moved_by: string;
    moved_name: string | null;
    moved_at: string;
  }>(
    `SELECT a.model_id, a.alias, v.version, a.moved_by, u.name AS moved_name, a.moved_at
     FROM model_alias a JOIN model_version v ON v.id = a.version_id LEFT JOIN "user" u ON u.id = a.moved_by
     WHERE a.model_id = ANY ($1::uuid[]) ORDER BY a.alias`,
    [ids],
  );
  return rows.map(({ owner_id, owner_name, ...row }) => {
    const own = versions.rows.filter((version) => version.model_id === row.id).map(toVersion);
    return {
      ...row,
      owner: { id: owner_id, name: owner_name ?? 'unknown' },
      latest: own[0] ?? null,
      versions: own,
      aliases: aliases.rows
        .filter(({ model_id }) => model_id === row.id)
        .map(({ alias, version, moved_by, moved_name, moved_at }) => ({
          alias,
          version,
          moved_by: { id: moved_by, name: moved_name ?? 'unknown' },
          moved_at,
        })),
    };
  });
}

/** By `name`, also before it has versions; with `name@2` or `name@champion`, `latest` is that version. Throws model-not-found. */
export async function getModel(db: Db, ref: string): Promise<Model> {
  const { name, version, alias } = splitModelRef(ref);
  const found = await db.query<ModelRow>(`${selectModel} WHERE m.name = $1`, [name]);
  const [whole] = await withVersions(db, found.rows);
  if (whole === undefined) throw await modelNotFound(db, ref);
  if (version === null && alias === null) return whole;
  return { ...whole, latest: await getModelVersion(db, ref) };
}

export async function listModels(db: Db, query: Pick<ListQuery, 'q' | 'limit' | 'cursor'>): Promise<Page<Model>> {
  const { rows, ...page } = await pageByName<ModelRow>(db, { table: 'model', as: 'm', select: selectModel }, query);
  return { items: await withVersions(db, rows), ...page };
}
