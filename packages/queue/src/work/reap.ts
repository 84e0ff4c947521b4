import { type Actor, type EndReason, endCodes } from '@trainyard/contracts';
import { isActive } from '@trainyard/domain';
import { lockRun, type Store, type Transaction } from '@trainyard/store';
import { endByInfrastructure, type RetryPolicy } from './end.ts';
import type { Ended } from './types.ts';

export interface ReapOptions extends RetryPolicy {
  leaseSeconds: number;
}

export interface Reaped extends Ended {
  runId: string;
  attempt: number;
}

/** After a restart of the server every lease looks old; workers get one lease's time to beat again. */
const serverIsSettled = 'clock_timestamp() > pg_postmaster_start_time() + make_interval(secs => $1)';

const reaper: Actor = { kind: 'system', id: 'queue', name: 'queue' };

function workerLost(worker: string): EndReason {
  return { code: 'worker-lost', message: endCodes['worker-lost'].says, hint: null, detail: { worker } };
}

/** Takes the run from its worker if `stillDue` holds under the lock. */
async function takeAway(
  store: Store,
  runId: string,
  policy: RetryPolicy,
  stillDue: (tx: Transaction) => Promise<string | null>,
): Promise<Reaped | null> {
  return store.begin(async (tx) => {
    const run = await lockRun(tx, runId);
    const worker = await stillDue(tx);
    if (worker === null || !isActive(run.status)) return null;
    const ended = await endByInfrastructure(tx, run, { reason: workerLost(worker), actor: reaper, policy });
    return { ...ended, runId, attempt: run.attempt };
  });
}

/** Gives up on workers whose leases ran out: their runs are queued again, or end by the status table. Any process may call it. */
export async function reap(store: Store, options: ReapOptions): Promise<Reaped[]> {
  const expired = await store.prepared<{ run_id: string }>(
    'expired-jobs',
    `SELECT run_id FROM job WHERE worker_id IS NOT NULL AND lease_until < clock_timestamp() AND ${serverIsSettled}`,
    [options.leaseSeconds],
  );
  const reaped: Reaped[] = [];
  for (const { run_id } of expired.rows) {
    const taken = await takeAway(store, run_id, options, async (tx) => {
      const due = await tx.query<{ name: string }>(
        `SELECT coalesce(w.name, '') AS name FROM job j LEFT JOIN worker w ON w.id = j.worker_id
         WHERE j.run_id = $1 AND j.worker_id IS NOT NULL AND j.lease_until < clock_timestamp() FOR UPDATE OF j`,
        [run_id],
      );
      return due.rows[0]?.name ?? null;
    });
    if (taken !== null) reaped.push(taken);
  }
  await store.prepared(
    'lost-workers',
    `UPDATE worker SET status = 'lost' WHERE status IN ('ready', 'draining')
       AND last_beat_at < clock_timestamp() - make_interval(secs => $1) AND ${serverIsSettled}`,
    [options.leaseSeconds],
  );
  return reaped;
}

export interface HostWorker {
  id: string;
  name: string;
  pid: number;
  boot: string;
}

async function inheritWish(store: Store, deadId: string, heirId: string): Promise<void> {
  await store.query(
    `UPDATE worker h SET wanted_slots = coalesce(h.wanted_slots, d.wanted_slots),
       wanted_draining = h.wanted_draining OR d.wanted_draining
     FROM worker d WHERE d.id = $1 AND h.id = $2`,
    [deadId, heirId],
  );
}

/**
 * A worker that starts asks after earlier ones of its computer: those whose process is gone give up their runs at once,
 * without waiting for their leases, and their slots and devices are free. Children die with their worker.
 */
export async function releaseDeadWorkersOfHost(
  store: Store,
  host: string,
  isAlive: (worker: HostWorker) => boolean | Promise<boolean>,
  policy: RetryPolicy & {
    /** The worker that takes the place of dead ones, and so follows what an administrator wished of them. */
    heir?: string | undefined;
  },
): Promise<Reaped[]> {
  const known = await store.query<HostWorker>(
    "SELECT id, name, pid, boot FROM worker WHERE host = $1 AND status <> 'gone'",
    [host],
  );
  const reaped: Reaped[] = [];
  for (const worker of known.rows) {
    if (await isAlive(worker)) continue;
    await store.query("UPDATE worker SET status = 'gone' WHERE id = $1", [worker.id]);
    if (policy.heir !== undefined) await inheritWish(store, worker.id, policy.heir);
    const held = await store.query<{ run_id: string }>('SELECT run_id FROM job WHERE worker_id = $1', [worker.id]);
    for (const { run_id } of held.rows) {
      const taken = await takeAway(store, run_id, policy, async (tx) => {
        const still = await tx.query('SELECT 1 FROM job WHERE run_id = $1 AND worker_id = $2 FOR UPDATE', [
          run_id,
          worker.id,
        ]);
        return still.count === 0 ? null : worker.name;
      });
      if (taken !== null) reaped.push(taken);
    }
    await store.query(
      'UPDATE run_attempt SET buried_at = clock_timestamp() WHERE worker_id = $1 AND buried_at IS NULL',
      [worker.id],
    );
  }
  return reaped;
}
