import { type ModelAliasMove, TrainyardError } from '@trainyard/contracts';
import { type Db, newId, type Transaction } from './connection.ts';
import { modelNotFound } from './model.ts';
import { lockModel } from './model-register.ts';

async function pointedAt(tx: Transaction, modelId: string, alias: string): Promise<number | null> {
  const found = await tx.query<{ version: number }>(
    `SELECT v.version FROM model_alias a JOIN model_version v ON v.id = a.version_id WHERE a.model_id = $1 AND a.alias = $2`,
    [modelId, alias],
  );
  return found.rows[0]?.version ?? null;
}

async function noteMove(
  tx: Transaction,
  move: { modelId: string; alias: string; from: number | null; to: number | null; by: string },
): Promise<void> {
  await tx.query(
    'INSERT INTO model_alias_move (id, model_id, alias, from_version, to_version, moved_by) VALUES ($1, $2, $3, $4, $5, $6)',
    [newId(), move.modelId, move.alias, move.from, move.to, move.by],
  );
}

/** Sets or moves an alias, and says so in its history; where it points already, nothing is done. Throws model-not-found. */
export async function setModelAlias(
  tx: Transaction,
  wanted: { name: string; alias: string; version: number; by: string },
): Promise<void> {
  const { name, alias, version, by } = wanted;
  const model = await lockModel(tx, name);
  const from = await pointedAt(tx, model.id, alias);
  if (from === version) return;
  const set = await tx.query(
    `INSERT INTO model_alias (model_id, alias, version_id, moved_by)
     SELECT $1, $2, v.id, $4 FROM model_version v WHERE v.model_id = $1 AND v.version = $3
     ON CONFLICT (model_id, alias) DO UPDATE SET version_id = excluded.version_id, moved_by = excluded.moved_by,
       moved_at = clock_timestamp()`,
    [model.id, alias, version, by],
  );
  if (set.count === 0) throw await modelNotFound(tx, `${name}@${version}`);
  await noteMove(tx, { modelId: model.id, alias, from, to: version, by });
}

/** Throws model-alias-not-found, model-not-found. */
export async function removeModelAlias(
  tx: Transaction,
  { name, alias, by }: { name: string; alias: string; by: string },
): Promise<void> {
  const model = await lockModel(tx, name);
  const from = await pointedAt(tx, model.id, alias);
  if (from === null) throw new TrainyardError('model-alias-not-found', { model: name, alias });
  await tx.query('DELETE FROM model_alias WHERE model_id = $1 AND alias = $2', [model.id, alias]);
  await noteMove(tx, { modelId: model.id, alias, from, to: null, by });
}

/** Newest first. Throws model-not-found. */
export async function listModelMoves(db: Db, name: string, limit: number): Promise<ModelAliasMove[]> {
  const model = await db.query<{ id: string }>('SELECT id FROM model WHERE name = $1', [name]);
  const id = model.rows[0]?.id;
  if (id === undefined) throw await modelNotFound(db, name);
  const found = await db.query<{
    alias: string;
    from: number | null;
    to: number | null;
    by_id: string;
    by_name: string | null;
    at: string;
  }>(
    `SELECT a.alias, a.from_version AS from, a.to_version AS to, a.moved_by AS by_id, u.name AS by_name, a.at
     FROM model_alias_move a LEFT JOIN "user" u ON u.id = a.moved_by WHERE a.model_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT $2`,
    [id, limit],
  );
  return found.rows.map(({ by_id, by_name, ...row }) => ({ ...row, by: { id: by_id, name: by_name ?? 'unknown' } }));
}
