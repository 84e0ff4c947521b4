import type { Db } from '@trainyard/store';
import type { Beat, Command, HeldRun } from './types.ts';

const beatSql = `
  WITH me AS (
    UPDATE worker SET last_beat_at = clock_timestamp(), status = CASE WHEN status = 'lost' THEN 'ready' ELSE status END
    WHERE id = $1 AND status <> 'gone' RETURNING id, coalesce(wanted_slots, slots) AS slots, wanted_draining
  ), renewed AS (
    UPDATE job SET lease_until = clock_timestamp() + make_interval(secs => $2)
    WHERE worker_id = $1 AND EXISTS (SELECT 1 FROM me) RETURNING run_id, attempt
  )
  SELECT EXISTS (SELECT 1 FROM me) AS known, (SELECT slots FROM me) AS slots,
    coalesce((SELECT wanted_draining FROM me), false) AS draining,
    (SELECT jsonb_agg(jsonb_build_object('runId', run_id, 'attempt', attempt)) FROM renewed) AS held,
    (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'runId', c.run_id, 'attempt', c.attempt, 'action', c.action)
        ORDER BY c.created_at)
      FROM run_attempt a JOIN run_command c ON c.run_id = a.run_id AND c.attempt = a.attempt
      WHERE a.worker_id = $1 AND a.buried_at IS NULL AND c.answered_at IS NULL) AS commands`;

interface BeatRow {
  known: boolean;
  slots: number | null;
  draining: boolean;
  held: HeldRun[] | null;
  commands: Command[] | null;
}

/** One statement renews every lease of the worker and brings back what it is to hear. */
export async function beat(
  db: Db,
  worker: { workerId: string; leaseSeconds: number; held: readonly HeldRun[] },
): Promise<Beat> {
  const answer = await db.prepared<BeatRow>('beat', beatSql, [worker.workerId, worker.leaseSeconds]);
  const row = answer.rows[0];
  const held = new Set((row?.held ?? []).map((run) => `${run.runId}/${run.attempt}`));
  const commands = row?.commands ?? [];
  const cancelled = new Set(
    commands.filter((command) => command.action === 'cancel').map((command) => `${command.runId}/${command.attempt}`),
  );
  const lost = worker.held.filter((run) => {
    const name = `${run.runId}/${run.attempt}`;
    return !held.has(name) && !cancelled.has(name);
  });
  return {
    commands,
    lost: [...lost],
    known: row?.known ?? false,
    slots: row?.slots ?? null,
    draining: row?.draining ?? false,
  };
}

/** Milliseconds until the next waiting run may be claimed (0 or less: now), or null where none waits. */
export async function nextJobIn(db: Db): Promise<number | null> {
  const found = await db.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(not_before) - clock_timestamp()) * 1000)::float8 AS ms FROM job WHERE worker_id IS NULL`,
  );
  return found.rows[0]?.ms ?? null;
}
