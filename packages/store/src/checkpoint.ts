import { type CheckpointRow, TrainyardError, type WireNumber } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { jsonb } from './jsonb.ts';

export interface CheckpointFile {
  path: string;
  size: number;
  sha256: string;
}

export interface StoredCheckpoint extends CheckpointRow {
  runId: string;
  /** As the worker that saved it wrote it. */
  folder: string;
  files: CheckpointFile[];
  /** What was found wrong with it when it was to be used. */
  broken: string | null;
}

export interface NewCheckpoint {
  id: string;
  name: string;
  attempt: number;
  step: number;
  epoch: number | null;
  folder: string;
  files: readonly CheckpointFile[];
  parts: readonly string[];
  metrics: Record<string, WireNumber>;
  best: boolean;
}

const columns = `id, run_id AS "runId", name, attempt, step, epoch, best, size, parts, metrics, created_at, folder, files, broken`;

/** Newest first: the order in which a resuming worker tries them. */
export async function listCheckpoints(db: Db, runId: string): Promise<StoredCheckpoint[]> {
  const found = await db.query<StoredCheckpoint>(
    `SELECT ${columns} FROM checkpoint WHERE run_id = $1 ORDER BY step DESC, created_at DESC`,
    [runId],
  );
  return found.rows;
}

/** The public part of a stored checkpoint. */
export function checkpointRowOf(stored: StoredCheckpoint): CheckpointRow {
  const { runId: _run, folder: _folder, files: _files, broken: _broken, ...row } = stored;
  return row;
}

/** `best`, `last`, or a checkpoint's name or id; throws checkpoint-not-found. Broken ones are passed over. */
export async function findCheckpoint(
  db: Db,
  run: { id: string; number: number },
  from: string,
): Promise<StoredCheckpoint> {
  const whole = (await listCheckpoints(db, run.id)).filter((checkpoint) => checkpoint.broken === null);
  const found =
    from === 'last'
      ? whole[0]
      : (whole.find((checkpoint) => checkpoint.id === from || checkpoint.name === from) ??
        (from === 'best' ? whole.find((checkpoint) => checkpoint.best) : undefined));
  if (found === undefined) throw new TrainyardError('checkpoint-not-found', { run: run.number, checkpoint: from });
  return found;
}

/**
 * Saved again under the same name, it replaces the earlier one. A new best takes that mark from the others. It notes how
 * many points each series holds, so everything reported before it must have been written.
 */
export async function writeCheckpoint(db: Db, runId: string, checkpoint: NewCheckpoint): Promise<CheckpointRow> {
  if (checkpoint.best) await db.query('UPDATE checkpoint SET best = false WHERE run_id = $1 AND best', [runId]);
  const size = checkpoint.files.reduce((total, file) => total + file.size, 0);
  const written = await db.query<StoredCheckpoint>(
    `INSERT INTO checkpoint (id, run_id, name, attempt, step, epoch, size, best, folder, files, parts, metrics, points)
     SELECT $1, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce(jsonb_object_agg(key, count), '{}')
     FROM series WHERE run_id = $2::uuid AND key NOT LIKE 'system/%'
     ON CONFLICT (run_id, name) DO UPDATE SET attempt = excluded.attempt, step = excluded.step, epoch = excluded.epoch,
       size = excluded.size, best = excluded.best, folder = excluded.folder, files = excluded.files,
       parts = excluded.parts, metrics = excluded.metrics, points = excluded.points, broken = NULL, created_at = clock_timestamp()
     RETURNING ${columns}`,
    [
      checkpoint.id,
      runId,
      checkpoint.name,
      checkpoint.attempt,
      checkpoint.step,
      checkpoint.epoch,
      size,
      checkpoint.best,
      checkpoint.folder,
      jsonb(checkpoint.files),
      jsonb(checkpoint.parts),
      jsonb(checkpoint.metrics),
    ],
  );
  const row = written.rows[0];
  if (row === undefined) throw new Error('a checkpoint was not written');
  return checkpointRowOf(row);
}

export async function markCheckpointBroken(db: Db, checkpointId: string, why: string): Promise<void> {
  await db.query('UPDATE checkpoint SET broken = $2 WHERE id = $1', [checkpointId, why]);
}

/** Forgets checkpoints whose files a trainer or the retention has removed. */
export async function deleteCheckpoints(db: Db, checkpointIds: readonly string[]): Promise<void> {
  await db.query('DELETE FROM checkpoint WHERE id = ANY ($1::uuid[])', [[...checkpointIds]]);
}
