import type { HostSample } from '@trainyard/contracts';
import { type Db, jsonb } from '@trainyard/store';
import type { WorkerSpec } from './types.ts';

/** Also after it was given up: the same id comes back to life, without its runs. */
export async function registerWorker(db: Db, worker: WorkerSpec): Promise<void> {
  await db.query(
    `INSERT INTO worker (id, name, host, pid, boot, slots, gpus, info) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, host = excluded.host, pid = excluded.pid, boot = excluded.boot,
       slots = excluded.slots, gpus = excluded.gpus, info = excluded.info, status = 'ready',
       last_beat_at = clock_timestamp()`,
    [
      worker.id,
      worker.name,
      worker.host,
      worker.pid,
      worker.boot,
      worker.slots,
      [...worker.gpus],
      jsonb(worker.info ?? {}),
    ],
  );
}

export async function setWorkerStatus(db: Db, workerId: string, status: 'ready' | 'draining'): Promise<void> {
  await db.query('UPDATE worker SET status = $2 WHERE id = $1', [workerId, status]);
}

/** Leaves in good order: all of its runs were released and buried. */
export async function leaveWorker(db: Db, workerId: string): Promise<void> {
  await db.query("UPDATE worker SET status = 'gone' WHERE id = $1", [workerId]);
}

/** The time of a sample is when it is written. */
export async function recordHostSample(db: Db, workerId: string, sample: Omit<HostSample, 'at'>): Promise<void> {
  await db.query(
    `INSERT INTO host_sample (worker_id, sample) SELECT id, $2 FROM worker WHERE id = $1 ON CONFLICT DO NOTHING`,
    [workerId, jsonb(sample)],
  );
}
