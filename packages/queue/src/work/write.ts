import type { CheckpointRow, EventDataOf, RunProgress, Section } from '@trainyard/contracts';
import {
  appendLogLines,
  appendEvents as appendRunEvents,
  type Db,
  inTransaction,
  jsonb,
  listCheckpoints,
  lockRun,
  markCheckpointBroken as markBroken,
  type NewEvent,
  newId,
  type Store,
  supersedePoints,
  type Work,
  writeArtifacts,
  writeCheckpoint,
  writePoints,
  writeSection,
} from '@trainyard/store';
import { lockFenced } from './fence.ts';
import {
  type ArtifactIn,
  type CheckpointIn,
  type Fence,
  FencedError,
  type LogLineIn,
  type Point,
  type WorkEvent,
} from './types.ts';

/**
 * What an attempt writes. Each writer checks the fence in the statement that writes, or under the run's lock in the same
 * transaction, and throws FencedError when it wrote nothing.
 */

/** A batch of events, in order; of several progress events the last is the run's progress. */
export async function appendEvents(db: Work, fence: Fence, events: readonly WorkEvent[]): Promise<void> {
  if (events.length === 0) return;
  let progress: RunProgress | undefined;
  for (const event of events) if (event.kind === 'progress-reported') progress = event.data;
  const greeting = events.find((event) => event.kind === 'trainer-greeted');
  const write = async (into: Work): Promise<void> => {
    const seq = await appendRunEvents(into, fence.runId, events, { fence, progress });
    if (seq === null) throw new FencedError(fence);
  };
  if (greeting === undefined) return write(db);
  await inTransaction(db, async (tx) => {
    await write(tx);
    await tx.query('UPDATE run_attempt SET pid = $3, versions = $4 WHERE run_id = $1 AND attempt = $2', [
      fence.runId,
      fence.attempt,
      greeting.data.pid,
      jsonb(greeting.data.versions),
    ]);
  });
}

export async function appendMetrics(db: Db, fence: Fence, points: readonly Point[]): Promise<void> {
  if (points.length === 0) return;
  const written = await writePoints(db, [{ runId: fence.runId, points }], fence);
  if (!written.has(fence.runId)) throw new FencedError(fence);
}

/** Returns the number of the first line. */
export async function appendLog(db: Db, fence: Fence, lines: readonly LogLineIn[]): Promise<number> {
  const first = await appendLogLines(db, fence.runId, lines, fence);
  if (first === null) throw new FencedError(fence);
  return first;
}

/** What the attempt goes on from; null: it begins anew. */
export interface Resumed {
  checkpointId: string;
  name: string;
  step: number;
}

/** What an attempt reports together. The number rises from batch to batch; the same number is the same batch. */
export interface Report {
  number: number;
  points: readonly Point[];
  logs: readonly LogLineIn[];
  events: readonly WorkEvent[];
}

/**
 * Points, lines and events in one transaction, exactly once: sent again, because the answer to its commit was lost with the
 * connection, a batch that is there already changes nothing.
 */
export async function appendBatch(store: Store, fence: Fence, report: Report): Promise<void> {
  await store.begin(async (tx) => {
    await lockFenced(tx, fence);
    const isNew = await tx.prepared(
      'count-batch',
      'UPDATE run_attempt SET last_batch = $3 WHERE run_id = $1 AND attempt = $2 AND last_batch < $3',
      [fence.runId, fence.attempt, report.number],
    );
    if (isNew.count === 0) return;
    await appendMetrics(tx, fence, report.points);
    await appendLog(tx, fence, report.logs);
    await appendEvents(tx, fence, report.events);
  });
}

/** Called once, when the checkpoint was chosen and before the trainer starts. What was reported past it becomes a ghost. */
export async function beginAttempt(store: Store, fence: Fence, resumed: Resumed | null): Promise<void> {
  await store.begin(async (tx) => {
    await lockFenced(tx, fence);
    const started = await tx.query<{ worker_name: string; host: string }>(
      `UPDATE run_attempt SET resumed_from = $3, resumed_step = $4 WHERE run_id = $1 AND attempt = $2
       RETURNING worker_name, host`,
      [fence.runId, fence.attempt, resumed?.name ?? null, resumed?.step ?? null],
    );
    const events: NewEvent[] = [
      {
        kind: 'attempt-started',
        data: {
          attempt: fence.attempt,
          worker: started.rows[0]?.worker_name ?? '',
          host: started.rows[0]?.host ?? '',
          resumed_from: resumed?.name ?? null,
          resumed_step: resumed?.step ?? null,
        },
      },
    ];
    const ghosts =
      fence.attempt > 1 ? await supersedePoints(tx, fence.runId, fence.attempt, resumed?.checkpointId ?? null) : 0;
    if (ghosts > 0) {
      events.push({
        kind: 'metrics-superseded',
        data: { after_step: resumed?.step ?? null, attempt: fence.attempt },
      });
    }
    await appendRunEvents(tx, fence.runId, events);
  });
}

/** A new checkpoint forgives earlier retries. */
export async function recordCheckpoint(store: Store, fence: Fence, checkpoint: CheckpointIn): Promise<CheckpointRow> {
  return store.begin(async (tx) => {
    await lockFenced(tx, fence);
    const row = await writeCheckpoint(tx, fence.runId, { ...checkpoint, id: newId(), attempt: fence.attempt });
    await tx.query('UPDATE run SET retries_since_checkpoint = 0 WHERE id = $1', [fence.runId]);
    await appendRunEvents(tx, fence.runId, [{ kind: 'checkpoint-saved', data: row }]);
    return row;
  });
}

/** It was to be resumed from and is missing or differs: it is passed over from now on, and the run says so. */
export async function markCheckpointBroken(
  store: Store,
  fence: Fence,
  checkpointId: string,
  why: string,
): Promise<void> {
  await store.begin(async (tx) => {
    await lockFenced(tx, fence);
    const known = (await listCheckpoints(tx, fence.runId)).find((each) => each.id === checkpointId);
    await markBroken(tx, checkpointId, why);
    const message = `Checkpoint ${known?.name ?? checkpointId} cannot be used: ${why}.`;
    await appendRunEvents(tx, fence.runId, [{ kind: 'warning-raised', data: { code: 'checkpoint-broken', message } }]);
  });
}

export async function recordArtifacts(store: Store, fence: Fence, artifacts: readonly ArtifactIn[]): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockFenced(tx, fence);
    const rows = await writeArtifacts(tx, fence.runId, fence.attempt, artifacts);
    await appendRunEvents(
      tx,
      fence.runId,
      rows.map((data) => ({ kind: 'artifact-registered', data })),
    );
  });
}

export async function recordSection(store: Store, fence: Fence, section: Section): Promise<void> {
  await store.begin(async (tx) => {
    await lockFenced(tx, fence);
    const ordinal = await writeSection(tx, fence.runId, fence.attempt, section);
    const { type, title, live } = section;
    const data = { ordinal, type, title, ...(live === true ? { live } : {}) };
    await appendRunEvents(tx, fence.runId, [{ kind: 'section-added', data }]);
  });
}

/**
 * The trainer's answer to a command. A cancelled run takes the answer to its cancel and nothing else. Answered twice, the
 * first answer stays.
 */
export async function answerCommand(
  store: Store,
  fence: Fence,
  answer: { commandId: string; result: string; message?: string | null },
): Promise<void> {
  await store.begin(async (tx) => {
    const run = await lockRun(tx, fence.runId);
    if (run.status === 'cancelled' && run.attempt === fence.attempt) {
      const own = await tx.query('SELECT 1 FROM run_attempt WHERE run_id = $1 AND attempt = $2 AND worker_id = $3', [
        fence.runId,
        fence.attempt,
        fence.workerId,
      ]);
      if (own.count === 0) throw new FencedError(fence);
    } else await lockFenced(tx, fence);
    const answered = await tx.query<{ action: EventDataOf<'command-answered'>['action'] }>(
      `UPDATE run_command SET answered_at = clock_timestamp(), delivered_at = coalesce(delivered_at, clock_timestamp()),
         result = $4, message = $5
       WHERE id = $1 AND run_id = $2 AND attempt = $3 AND answered_at IS NULL RETURNING action`,
      [answer.commandId, fence.runId, fence.attempt, answer.result, answer.message ?? null],
    );
    const action = answered.rows[0]?.action;
    if (action === undefined) return;
    const { commandId: command, result, message = null } = answer;
    await appendRunEvents(tx, fence.runId, [{ kind: 'command-answered', data: { command, action, result, message } }]);
  });
}
