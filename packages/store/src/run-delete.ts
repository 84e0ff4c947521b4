import { type RunStatus, TrainyardError } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import type { Db, Transaction } from './connection.ts';
import { versionsOfRun } from './model.ts';

/** Who asks: people delete their own runs, administrators any. */
export interface Deleter {
  id: string;
  role: 'admin' | 'member' | 'viewer';
}

interface DeletableRun {
  number: number;
  owner_id: string;
  status: RunStatus;
  kept: boolean;
  deleted_at: string | null;
}

async function lockOwn(tx: Transaction, runId: string, by: Deleter): Promise<DeletableRun> {
  const found = await tx.query<DeletableRun>(
    'SELECT number, owner_id, status, kept, deleted_at FROM run WHERE id = $1 FOR NO KEY UPDATE',
    [runId],
  );
  const [run] = found.rows;
  if (run === undefined) throw new TrainyardError('run-not-found', { id: runId });
  if (by.role !== 'admin' && run.owner_id !== by.id) {
    throw new TrainyardError('forbidden', { role: `admin, or that run ${run.number} is your own` });
  }
  return run;
}

/**
 * Hides a run that has ended, until housekeeping removes it for good; the event is the caller's. Returns false where it
 * was deleted already. Throws run-not-ended, run-kept, run-is-model, forbidden.
 */
export async function deleteRun(tx: Transaction, runId: string, by: Deleter): Promise<boolean> {
  const run = await lockOwn(tx, runId, by);
  if (run.deleted_at !== null) return false;
  if (!hasEnded(run.status)) throw new TrainyardError('run-not-ended', { run: run.number, status: run.status });
  if (run.kept) throw new TrainyardError('run-kept', { run: run.number });
  const [registered] = await versionsOfRun(tx, runId);
  if (registered !== undefined) {
    const model = `${registered.name}@${registered.version}`;
    throw new TrainyardError('run-is-model', { run: run.number, model });
  }
  await tx.query('UPDATE run SET deleted_at = clock_timestamp(), deleted_by = $2 WHERE id = $1', [runId, by.id]);
  return true;
}

/** Takes the deletion back; false where it was not deleted. Throws run-not-found once it was removed, forbidden. */
export async function restoreRun(tx: Transaction, runId: string, by: Deleter): Promise<boolean> {
  const run = await lockOwn(tx, runId, by);
  if (run.deleted_at === null) return false;
  await tx.query('UPDATE run SET deleted_at = NULL, deleted_by = NULL WHERE id = $1', [runId]);
  return true;
}

/**
 * Nobody needs it any more: its time for a second thought is over, its process is gone, and no run that has still to end
 * came from it (that one may yet read its checkpoint).
 */
const removable = `r.deleted_at < clock_timestamp() - make_interval(secs => $1)
  AND NOT EXISTS (SELECT 1 FROM run_attempt a JOIN worker w ON w.id = a.worker_id
    WHERE a.run_id = r.id AND a.buried_at IS NULL AND w.status IN ('ready', 'draining'))
  AND NOT EXISTS (SELECT 1 FROM run o WHERE o.ended_at IS NULL
    AND (o.continued_from_run = r.id OR o.reproduces = r.id OR o.parent_id = r.id))`;

export async function removableRuns(db: Db, undoSeconds: number, limit = 100): Promise<string[]> {
  const found = await db.query<{ id: string }>(
    `SELECT r.id FROM run r WHERE r.deleted_at IS NOT NULL AND ${removable} ORDER BY r.deleted_at LIMIT $2`,
    [undoSeconds, limit],
  );
  return found.rows.map((row) => row.id);
}

/**
 * Removes all rows of a run and leaves its number and name for those that came from it. False where it was restored
 * meanwhile, or another process was quicker. The files are the caller's, see `runsWithFilesLeft`.
 */
export async function removeRun(tx: Transaction, runId: string, undoSeconds: number): Promise<boolean> {
  const locked = await tx.query(
    'SELECT 1 FROM run r WHERE r.id = $2 AND r.deleted_at < clock_timestamp() - make_interval(secs => $1) FOR UPDATE',
    [undoSeconds, runId],
  );
  if (locked.count === 0) return false;
  // Asked again under the lock, and by a statement of its own: it sees what was committed while we waited.
  const still = await tx.query(`SELECT 1 FROM run r WHERE r.id = $2 AND ${removable}`, [undoSeconds, runId]);
  if (still.count === 0) return false;
  await tx.query(
    `INSERT INTO removed_run (id, number, name, owner_id) SELECT id, number, name, owner_id FROM run WHERE id = $1
     ON CONFLICT (id) DO NOTHING`,
    [runId],
  );
  await tx.query('DELETE FROM run WHERE id = $1', [runId]);
  return true;
}

/** What stays of a run that was removed for good; null where it was not. */
export async function removedRun(db: Db, runId: string): Promise<{ number: number; name: string } | null> {
  const found = await db.query<{ number: number; name: string }>('SELECT number, name FROM removed_run WHERE id = $1', [
    runId,
  ]);
  return found.rows[0] ?? null;
}

/** Removed runs whose files are still to go, however the process that removed them ended. */
export async function runsWithFilesLeft(db: Db, limit = 1000): Promise<string[]> {
  const found = await db.query<{ id: string }>(
    'SELECT id FROM removed_run WHERE files_removed_at IS NULL ORDER BY removed_at LIMIT $1',
    [limit],
  );
  return found.rows.map((row) => row.id);
}

/** Its files are gone, and with them its last trace in the topic `runs`. */
export async function noteFilesRemoved(db: Db, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await db.query('DELETE FROM topic_event WHERE run_id = ANY ($1::uuid[])', [[...runIds]]);
  await db.query('UPDATE removed_run SET files_removed_at = clock_timestamp() WHERE id = ANY ($1::uuid[])', [
    [...runIds],
  ]);
}
