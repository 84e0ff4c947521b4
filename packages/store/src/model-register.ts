import { type ModelFile, TrainyardError, toWire } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { listArtifacts } from './artifact.ts';
import { type Db, newId, type Transaction } from './connection.ts';
import type { Headline } from './headline.ts';
import { jsonb, storable } from './jsonb.ts';
import { modelNotFound } from './model.ts';
import { requireOwn } from './ownership.ts';
import { getFrozenRun } from './run.ts';
import type { Deleter } from './run-delete.ts';
import { lockRun } from './run-lock.ts';

/** Kinds of artifacts that are a model, the one that it is known by first. */
const kinds = ['model', 'onnx'];

/** Makes an empty model; throws model-exists. */
export async function createModel(
  db: Db,
  model: { name: string; description: string; ownerId: string },
): Promise<void> {
  const made = await db.query(
    'INSERT INTO model (id, owner_id, name, description) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING',
    [newId(), model.ownerId, model.name, storable(model.description)],
  );
  if (made.count === 0) throw new TrainyardError('model-exists', { model: model.name });
}

interface LockedModel {
  id: string;
  owner_id: string;
  last_version: number;
}

/** The row's lock makes changes of one model come one after the other. Throws model-not-found. */
export async function lockModel(tx: Transaction, name: string): Promise<LockedModel> {
  const found = await tx.query<LockedModel>('SELECT id, owner_id, last_version FROM model WHERE name = $1 FOR UPDATE', [
    name,
  ]);
  const [model] = found.rows;
  if (model === undefined) throw await modelNotFound(tx, name);
  return model;
}

async function filesOf(tx: Transaction, runId: string): Promise<ModelFile[]> {
  const own = (await listArtifacts(tx, runId)).filter(({ kind }) => kinds.includes(kind));
  return own
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.path < b.path ? -1 : 1))
    .map(({ path, kind, size, sha256, meta }) => ({ path, kind, size, sha256, meta }));
}

async function metricOf(tx: Transaction, runId: string): Promise<object | null> {
  const found = await tx.query<Headline>(
    'SELECT key, label, value, low, high, unit, better, note FROM run_headline WHERE run_id = $1',
    [runId],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  const wire = (value: number | null): ReturnType<typeof toWire> | null => (value === null ? null : toWire(value));
  return { ...row, value: toWire(row.value), low: wire(row.low), high: wire(row.high) };
}

/**
 * The files of a run as the next version of a model, which is made where its name is new. The run's row is locked first,
 * as by its deletion: neither can overtake the other. The same run twice is one version. Throws model-unfit, run-deleted.
 */
export async function registerModelVersion(
  tx: Transaction,
  wanted: { name: string; runId: string; note: string; ownerId: string },
): Promise<{ version: number; created: boolean }> {
  const run = await lockRun(tx, wanted.runId);
  const refuse = (detail: string): never => {
    throw new TrainyardError('model-unfit', { run: run.number, detail });
  };
  const deleted = await tx.query('SELECT 1 FROM run WHERE id = $1 AND deleted_at IS NOT NULL', [run.id]);
  if (deleted.count > 0) throw new TrainyardError('run-deleted', { run: run.number });
  if (!hasEnded(run.status)) refuse(`it is ${run.status}`);
  if (run.status === 'cancelled') refuse('it was cancelled, so its files are gone');
  if ((await getFrozenRun(tx, run.id)) === null) refuse('another program executed it, and there is no record of it');
  const files = await filesOf(tx, run.id);
  const [first] = files;
  if (first === undefined) return refuse('it kept no file of kind model or onnx');
  await tx.query('INSERT INTO model (id, owner_id, name) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING', [
    newId(),
    wanted.ownerId,
    wanted.name,
  ]);
  const model = await lockModel(tx, wanted.name);
  const same = await tx.query<{ version: number }>(
    'SELECT version FROM model_version WHERE model_id = $1 AND run_id = $2',
    [model.id, run.id],
  );
  const there = same.rows[0]?.version;
  if (there !== undefined) return { version: there, created: false };
  const version = model.last_version + 1;
  await tx.query('UPDATE model SET last_version = $2 WHERE id = $1', [model.id, version]);
  const metric = await metricOf(tx, run.id);
  await tx.query(
    `INSERT INTO model_version (id, model_id, owner_id, version, run_id, files, sha256, size, metric, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newId(),
      model.id,
      wanted.ownerId,
      version,
      run.id,
      jsonb(files),
      first.sha256,
      files.reduce((sum, { size }) => sum + size, 0),
      metric === null ? null : jsonb(metric),
      storable(wanted.note),
    ],
  );
  return { version, created: true };
}

export async function patchModel(db: Db, name: string, description: string): Promise<void> {
  const changed = await db.query('UPDATE model SET description = $2 WHERE name = $1', [name, storable(description)]);
  if (changed.count === 0) throw await modelNotFound(db, name);
}

export async function patchModelVersion(db: Db, name: string, version: number, note: string): Promise<void> {
  const changed = await db.query(
    'UPDATE model_version v SET note = $3 FROM model m WHERE m.id = v.model_id AND m.name = $1 AND v.version = $2',
    [name, version, storable(note)],
  );
  if (changed.count === 0) throw await modelNotFound(db, `${name}@${version}`);
}

/** Why versions must stay: the first run that names one, or null. */
async function usedBy(
  tx: Transaction,
  versionIds: readonly string[],
): Promise<{ number: number; version: number } | null> {
  const found = await tx.query<{ number: number; version: number }>(
    `SELECT r.number, v.version FROM run_model x JOIN run r ON r.id = x.run_id JOIN model_version v ON v.id = x.version_id
     WHERE x.version_id = ANY ($1::uuid[]) ORDER BY r.number LIMIT 1`,
    [[...versionIds]],
  );
  return found.rows[0] ?? null;
}

/** Throws model-in-use while a run's record or an alias names it, forbidden, model-not-found. Its number is not given again. */
export async function deleteModelVersion(tx: Transaction, name: string, version: number, by: Deleter): Promise<void> {
  const model = await lockModel(tx, name);
  const ref = `${name}@${version}`;
  // Locked, so that no run that is being submitted can name it meanwhile.
  const found = await tx.query<{ id: string; owner_id: string }>(
    'SELECT id, owner_id FROM model_version WHERE model_id = $1 AND version = $2 FOR UPDATE',
    [model.id, version],
  );
  const [row] = found.rows;
  if (row === undefined) throw await modelNotFound(tx, ref);
  requireOwn([model.owner_id, row.owner_id], by, `the model or this version of it`);
  const run = await usedBy(tx, [row.id]);
  if (run !== null) throw new TrainyardError('model-in-use', { model: ref, detail: `run ${run.number} uses it` });
  const aliases = await tx.query<{ alias: string }>('SELECT alias FROM model_alias WHERE version_id = $1 ORDER BY 1', [
    row.id,
  ]);
  if (aliases.count > 0) {
    const names = aliases.rows.map(({ alias }) => alias).join(', ');
    throw new TrainyardError('model-in-use', { model: ref, detail: `the alias ${names} points at it` });
  }
  await tx.query('DELETE FROM model_version WHERE id = $1', [row.id]);
}

/** With all versions and aliases. Throws model-in-use while a run's record names a version, forbidden, model-not-found. */
export async function deleteModel(tx: Transaction, name: string, by: Deleter): Promise<void> {
  const model = await lockModel(tx, name);
  requireOwn([model.owner_id], by, 'the model');
  const versions = await tx.query<{ id: string }>('SELECT id FROM model_version WHERE model_id = $1 FOR UPDATE', [
    model.id,
  ]);
  const ids = versions.rows.map(({ id }) => id);
  const run = await usedBy(tx, ids);
  if (run !== null) {
    const detail = `run ${run.number} uses its version ${run.version}`;
    throw new TrainyardError('model-in-use', { model: name, detail });
  }
  await tx.query('DELETE FROM model WHERE id = $1', [model.id]);
}
