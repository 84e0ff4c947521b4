import type { RunStatus } from '@trainyard/contracts';
import type { Db } from './connection.ts';

/** For the metrics of the product itself. */
export async function countRunsByStatus(db: Db): Promise<Partial<Record<RunStatus, number>>> {
  const found = await db.query<{ status: RunStatus; n: number }>(
    'SELECT status, count(*) AS n FROM run WHERE deleted_at IS NULL GROUP BY status',
  );
  return Object.fromEntries(found.rows.map((row) => [row.status, row.n]));
}

/** Runs that wait for a slot. */
export async function queueDepth(db: Db): Promise<number> {
  const found = await db.query<{ n: number }>('SELECT count(*) AS n FROM job WHERE worker_id IS NULL');
  return found.rows[0]?.n ?? 0;
}
