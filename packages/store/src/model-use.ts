import type { FrozenRun, Run } from '@trainyard/contracts';
import type { Db, Transaction } from './connection.ts';
import { modelNotFound } from './model.ts';
import { getRuns } from './run.ts';

/**
 * Beside a run's record: the versions that it names, which cannot be deleted from then on. Throws model-not-found where one
 * was deleted since the record was made.
 */
export async function noteModelUses(tx: Transaction, runId: string, frozen: FrozenRun): Promise<void> {
  for (const [place, { name, version, run }] of (frozen.models ?? []).entries()) {
    // Its lock holds off a deletion until we are through; of another run, the name was given anew since.
    const found = await tx.query<{ id: string }>(
      `SELECT v.id FROM model_version v JOIN model m ON m.id = v.model_id
       WHERE m.name = $1 AND v.version = $2 AND v.run_id = $3 FOR KEY SHARE OF v`,
      [name, version, run.id],
    );
    const id = found.rows[0]?.id;
    if (id === undefined) throw await modelNotFound(tx, `${name}@${version}`);
    await tx.query('INSERT INTO run_model (run_id, place, version_id) VALUES ($1, $2, $3)', [runId, place, id]);
  }
}

/** Runs whose record names a version of the model, newest first; deleted ones are told apart by `deleted_at`. */
export async function listModelUses(
  db: Db,
  name: string,
  { version, limit }: { version?: number | undefined; limit: number },
): Promise<{ items: { version: number; run: Run }[]; total: number }> {
  const model = await db.query<{ id: string }>('SELECT id FROM model WHERE name = $1', [name]);
  const id = model.rows[0]?.id;
  if (id === undefined) throw await modelNotFound(db, name);
  const uses = `FROM run_model x JOIN model_version v ON v.id = x.version_id JOIN run r ON r.id = x.run_id
    WHERE v.model_id = $1 AND ($2::int IS NULL OR v.version = $2)`;
  const found = await db.query<{ id: string; version: number }>(
    `SELECT r.id, v.version ${uses} ORDER BY r.number DESC, x.place LIMIT $3`,
    [id, version ?? null, limit],
  );
  const total = await db.query<{ total: number }>(`SELECT count(*) AS total ${uses}`, [id, version ?? null]);
  const runs = new Map((await getRuns(db, [...new Set(found.rows.map((row) => row.id))])).map((run) => [run.id, run]));
  const items = found.rows.flatMap((row) => {
    const run = runs.get(row.id);
    return run === undefined ? [] : [{ version: row.version, run }];
  });
  return { items, total: total.rows[0]?.total ?? 0 };
}
