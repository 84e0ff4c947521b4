import { type HostSample, hostSample, TrainyardError, type Worker } from '@trainyard/contracts';
import type { Db } from './connection.ts';

interface WorkerRow {
  id: string;
  name: string;
  host: string;
  pid: number;
  status: Worker['status'];
  slots: number;
  busy: number;
  gpus: number[];
  runs: { id: string; number: number }[] | null;
  last_beat_at: string;
  started_at: string;
  sample: object | null;
  sample_at: string | null;
}

function sampleOf(sample: object | null, at: string | null): HostSample | null {
  return sample === null || at === null ? null : hostSample.parse({ ...sample, at });
}

/** Slots are those that it may fill now, and one that was asked to take nothing drains, whatever it was started with. */
const select = `
  SELECT w.id, w.name, w.host, w.pid, w.gpus, w.last_beat_at, w.started_at,
    CASE WHEN w.status = 'ready' AND w.wanted_draining THEN 'draining' ELSE w.status END AS status,
    coalesce(w.wanted_slots, w.slots) AS slots,
    (SELECT count(*)::int FROM run_attempt a WHERE a.worker_id = w.id AND a.buried_at IS NULL) AS busy,
    (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'number', r.number) ORDER BY r.number) FROM run r
      JOIN run_attempt a ON a.run_id = r.id AND a.attempt = r.attempt
      WHERE a.worker_id = w.id AND a.buried_at IS NULL) AS runs,
    s.sample, s.at AS sample_at
  FROM worker w LEFT JOIN LATERAL (
    SELECT sample, at FROM host_sample WHERE worker_id = w.id ORDER BY at DESC LIMIT 1) s ON true`;

function toWorker({ sample, sample_at, runs, ...row }: WorkerRow): Worker {
  return { ...row, runs: runs ?? [], sample: sampleOf(sample, sample_at) };
}

/** Those that beat within the last day, most recent first; ones that left in good order are not shown. */
export async function listWorkers(db: Db): Promise<Worker[]> {
  const found = await db.query<WorkerRow>(
    `${select} WHERE w.status <> 'gone' AND w.last_beat_at > clock_timestamp() - interval '1 day'
     ORDER BY w.status = 'lost', w.started_at DESC`,
  );
  return found.rows.map(toWorker);
}

/** Throws worker-not-found, also for one that has left. */
export async function getWorker(db: Db, workerId: string): Promise<Worker> {
  const found = await db.query<WorkerRow>(`${select} WHERE w.id = $1 AND w.status <> 'gone'`, [workerId]);
  const [row] = found.rows;
  if (row === undefined) throw new TrainyardError('worker-not-found', { worker: workerId });
  return toWorker(row);
}

/** What an administrator wishes of a worker; it is told at once. Throws worker-not-found. */
export async function wishOfWorker(
  db: Db,
  workerId: string,
  wish: { slots?: number | undefined; draining?: boolean | undefined },
): Promise<void> {
  const changed = await db.query(
    `WITH wished AS (
       UPDATE worker SET wanted_slots = coalesce($2, wanted_slots), wanted_draining = coalesce($3, wanted_draining)
       WHERE id = $1 AND status <> 'gone' RETURNING id)
     SELECT pg_notify('trainyard_command', id::text) FROM wished`,
    [workerId, wish.slots ?? null, wish.draining ?? null],
  );
  if (changed.count === 0) throw new TrainyardError('worker-not-found', { worker: workerId });
}

/** History of the worker's host, oldest first; at most `limit`, evenly thinned. */
export async function listHostSamples(
  db: Db,
  workerId: string,
  query: { minutes: number; limit?: number },
): Promise<HostSample[]> {
  const found = await db.query<{ sample: object; at: string }>(
    `SELECT sample, at FROM (
       SELECT sample, at, row_number() OVER (ORDER BY at) AS i, count(*) OVER () AS n FROM host_sample
       WHERE worker_id IN (SELECT o.id FROM worker w JOIN worker o ON o.host = w.host WHERE w.id = $1)
         AND at > clock_timestamp() - make_interval(mins => $2)) s
     WHERE n <= $3 OR i % ceil(n::numeric / $3)::int = 0 ORDER BY at`,
    [workerId, query.minutes, query.limit ?? 2000],
  );
  return found.rows.flatMap((row) => sampleOf(row.sample, row.at) ?? []);
}

/** Forgets samples past their time. */
export async function dropHostSamples(db: Db, olderThanHours: number): Promise<number> {
  const gone = await db.query('DELETE FROM host_sample WHERE at < clock_timestamp() - make_interval(hours => $1)', [
    olderThanHours,
  ]);
  return gone.count;
}
