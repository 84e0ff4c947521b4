import { type Actor, type EndReason, frozenRun } from '@trainyard/contracts';
import { type LockedRun, listCheckpoints, lockRun, priorityOf, type Store, type Transaction } from '@trainyard/store';
import { moveRun } from '../move.ts';
import { endAttempt } from './end.ts';
import { bury } from './finish.ts';
import type { Claim, Fence } from './types.ts';

export interface ClaimOptions {
  workerId: string;
  leaseSeconds: number;
  /** A run that has waited this long counts as one priority higher. */
  priorityAgeSeconds: number;
  /** Only this run (`worker --once RUN`). */
  runId?: string;
}

/** Any constant will do: claims come one after the other, so that slots and devices are counted right. */
const claimLock = 7_203_014_002;

const expressLimitSeconds = 900;

/** A run `r` that may go on the express slot: asked for with high priority, one thread, no device, and over within minutes. */
const isExpress = `(r.priority = 0 AND r.gpus = 0 AND coalesce(r.threads, 1) = 1 AND r.time_limit_s <= ${expressLimitSeconds})`;

interface Room {
  name: string;
  host: string;
  slots: number;
  /** Runs that the slots hold, by whether they could do with the express slot. */
  ordinary: number;
  express: number;
  devices: number[];
}

/**
 * Beside its slots a worker has one express slot, so that a report is printed although every slot trains through the
 * night. It is the first express run's; further ones take ordinary slots.
 */
function isFull({ slots, ordinary, express }: Room): boolean {
  return ordinary + Math.max(0, express - 1) >= slots;
}

/** Free devices are this worker's less those that any living worker of the same computer has given away. */
async function roomOf(tx: Transaction, workerId: string): Promise<Room | null> {
  const found = await tx.prepared<Room>(
    'room',
    `SELECT w.name, w.host, coalesce(w.wanted_slots, w.slots) AS slots,
       held.ordinary, held.express,
       ARRAY(SELECT device FROM unnest(w.gpus) AS device
         WHERE NOT EXISTS (SELECT 1 FROM run_attempt a JOIN worker o ON o.id = a.worker_id
           WHERE o.host = w.host AND o.status IN ('ready', 'draining') AND a.buried_at IS NULL AND device = ANY (a.devices))
         ORDER BY device) AS devices
     FROM worker w, LATERAL (
       SELECT count(*) FILTER (WHERE NOT ${isExpress})::int AS ordinary, count(*) FILTER (WHERE ${isExpress})::int AS express
       FROM run_attempt a JOIN run r ON r.id = a.run_id WHERE a.worker_id = w.id AND a.buried_at IS NULL) held
     WHERE w.id = $1 AND w.status = 'ready' AND NOT w.wanted_draining`,
    [workerId],
  );
  const room = found.rows[0];
  if (room === undefined || room.slots === 0) return null;
  return isFull(room) && room.express > 0 ? null : room;
}

async function nextRunId(
  tx: Transaction,
  options: ClaimOptions,
  room: Room,
  passedOver: readonly string[],
): Promise<string | null> {
  const found = await tx.prepared<{ run_id: string }>(
    'next-run',
    `SELECT j.run_id FROM job j
     WHERE j.worker_id IS NULL AND j.not_before <= clock_timestamp() AND j.gpus <= $1
       AND (NOT $5::boolean OR EXISTS (SELECT 1 FROM run r WHERE r.id = j.run_id AND ${isExpress}))
       AND ($2::uuid IS NULL OR j.run_id = $2) AND j.run_id <> ALL ($4::uuid[])
       AND NOT (j.sequential AND EXISTS (SELECT 1 FROM run o
         WHERE o.experiment_id = j.experiment_id AND o.number < j.number AND o.ended_at IS NULL))
     ORDER BY greatest(0, j.priority - floor(extract(epoch FROM clock_timestamp() - j.queued_at) / $3::float8)),
       j.queued_at, j.number
     LIMIT 1`,
    [room.devices.length, options.runId ?? null, options.priorityAgeSeconds, [...passedOver], isFull(room)],
  );
  return found.rows[0]?.run_id ?? null;
}

interface Taken {
  frozen: unknown;
  trainer: string;
  upload_id: string | null;
  continued_from_run: string | null;
  continued_from_checkpoint: string | null;
  running_ms: number;
}

async function take(tx: Transaction, options: ClaimOptions, room: Room, runId: string): Promise<Claim | null> {
  const run = await lockRun(tx, runId);
  // Cancelled or paused between the look and the lock.
  if (run.status !== 'queued') return null;
  const attempt = run.attempt + 1;
  const { workerId } = options;
  const leased = await tx.prepared(
    'lease',
    `UPDATE job SET worker_id = $2, attempt = $3, lease_until = clock_timestamp() + make_interval(secs => $4)
     WHERE run_id = $1 AND worker_id IS NULL`,
    [runId, workerId, attempt, options.leaseSeconds],
  );
  if (leased.count === 0) return null;
  const devices = room.devices.slice(0, run.gpus);
  const actor: Actor = { kind: 'worker', id: workerId, name: room.name };
  await moveRun(tx, run, 'claim', { actor, reason: null });
  const taken = await tx.prepared<Taken>(
    'take-run',
    `UPDATE run SET attempt = $2, worker_id = $3, running_since = clock_timestamp(),
       started_at = coalesce(started_at, clock_timestamp())
     WHERE id = $1
     RETURNING (SELECT frozen FROM run_record WHERE run_id = run.id) AS frozen,
       trainer, upload_id, continued_from_run, continued_from_checkpoint, running_ms`,
    [runId, attempt, workerId],
  );
  const row = taken.rows[0];
  if (row === undefined) return null;
  await tx.prepared(
    'new-attempt',
    `INSERT INTO run_attempt (run_id, attempt, worker_id, worker_name, host, devices) VALUES ($1, $2, $3, $4, $5, $6)`,
    [runId, attempt, workerId, room.name, room.host, devices],
  );
  const frozen = frozenRun.safeParse(row.frozen);
  if (!frozen.success) {
    const [first] = frozen.error.issues;
    const problem = `${first?.path.join('.') ?? ''}: ${first?.message ?? 'not as expected'}`;
    await failUnreadable(tx, { run, fence: { runId, attempt, workerId }, actor, problem });
    return null;
  }
  const { continued_from_run: from, continued_from_checkpoint: checkpoint } = row;
  return {
    runId,
    attempt,
    workerId,
    number: run.number,
    name: run.name,
    priority: priorityOf(run.priority),
    trainer: row.trainer,
    frozen: frozen.data,
    devices,
    uploadId: row.upload_id,
    continuedFrom: from === null || checkpoint === null ? null : { runId: from, checkpoint },
    checkpoints: (await listCheckpoints(tx, runId)).filter((each) => each.broken === null),
    runningMs: row.running_ms,
    retries: run.retries,
  };
}

/** Nobody could ever carry it, and it would stand before all others for ever: it ends here. */
async function failUnreadable(
  tx: Transaction,
  { run, fence, actor, problem }: { run: LockedRun; fence: Fence; actor: Actor; problem: string },
): Promise<void> {
  const reason: EndReason = {
    code: 'bad-config',
    message: `The record of run ${run.number} cannot be read: ${problem}. It may be another version's.`,
    hint: 'Submit it again with this version.',
    detail: {},
  };
  const claimed: LockedRun = { ...run, status: 'running', attempt: fence.attempt, worker_id: fence.workerId };
  await endAttempt(tx, claimed, { on: 'fault', reason, actor });
  await bury(tx, fence);
}

/** The next run for this worker, or null where nothing waits or no slot is free. It is the worker's from here on: beat. */
export async function claim(store: Store, options: ClaimOptions): Promise<Claim | null> {
  // Most looks find nothing: they take no lock.
  const waiting = await store.prepared(
    'anything-waiting',
    'SELECT 1 FROM job WHERE worker_id IS NULL AND not_before <= clock_timestamp() LIMIT 1',
  );
  if (waiting.count === 0) return null;
  return store.begin(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [claimLock]);
    const room = await roomOf(tx, options.workerId);
    if (room === null) return null;
    // One that was not taken would come again and again, and all others wait for this lock.
    const passedOver: string[] = [];
    for (;;) {
      const runId = await nextRunId(tx, options, room, passedOver);
      if (runId === null) return null;
      passedOver.push(runId);
      const taken = await take(tx, options, room, runId);
      if (taken !== null) return taken;
    }
  });
}
