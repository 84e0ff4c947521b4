import { TrainyardError } from '@trainyard/contracts';
import { isActive, moveNotAllowed } from '@trainyard/domain';
import {
  appendLogLines,
  type Db,
  getRun,
  lockRunsInOrder,
  mergeChunks,
  type NewLogLine,
  type NewPoint,
  type PointBatch,
  type Store,
  writePoints,
} from '@trainyard/store';
import { type PendingCommand, takeExternalCommands } from './action.ts';

export interface IntakeReply {
  accepted: number;
  commands: PendingCommand[];
}

export interface MetricIntake {
  /** Resolves when the points are committed. Throws run-not-found, run-not-external or move-not-allowed (closed run). */
  append(runId: string, points: readonly NewPoint[]): Promise<IntakeReply>;
  /** Writes what is waiting, then merges and ends. */
  close(): Promise<void>;
}

interface Waiting {
  runId: string;
  points: readonly NewPoint[];
  resolve(reply: IntakeReply): void;
  reject(error: unknown): void;
}

export interface IntakeOptions {
  flushMs: number;
  mergeSeconds: number;
  mergePoints: number;
}

/** Merge a run when this many of its chunks may be small. */
const chunksWorthMerging = 64;
/** One commit takes no more than this, so that a flood keeps its answers coming. */
const pointsPerCommit = 50_000;

async function whyRefused(db: Db, runId: string): Promise<TrainyardError> {
  try {
    const run = await getRun(db, runId);
    if (run.executor !== 'external') return new TrainyardError('run-not-external', { run: run.number });
    if (!isActive(run.status)) return moveNotAllowed(run, 'report');
    return new TrainyardError('database-unreachable', { detail: 'the points were not written; send them again' });
  } catch (error) {
    if (error instanceof TrainyardError) return error;
    throw error;
  }
}

/**
 * Group commit for points from outside. Modes: idle → gathering (from the first point, for `flushMs`) → writing (one
 * statement; what comes meanwhile waits) → gathering again, or idle. A write that fails rejects its callers and nobody else.
 */
export function metricIntake(store: Store, options: IntakeOptions): MetricIntake {
  const waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  /** As many callers as were answered last are about to come back: with them here there is nothing to wait for. */
  let expected = Number.POSITIVE_INFINITY;
  const smallChunks = new Map<string, number>();
  let merging: Promise<void> = Promise.resolve();

  function take(): Waiting[] {
    let points = 0;
    let n = 0;
    while (n < waiting.length && (n === 0 || points < pointsPerCommit)) {
      points += waiting[n]?.points.length ?? 0;
      n += 1;
    }
    return waiting.splice(0, n);
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const byRun = new Map<string, NewPoint[]>();
    for (const each of batch) {
      const there = byRun.get(each.runId);
      if (there === undefined) byRun.set(each.runId, [...each.points]);
      else for (const point of each.points) there.push(point);
    }
    const batches: PointBatch[] = [...byRun].map(([runId, points]) => ({ runId, points }));
    const ids = [...byRun.keys()];
    const written =
      ids.length === 1
        ? await writePoints(store, batches)
        : await store.begin(async (tx) => {
            await lockRunsInOrder(tx, ids);
            return writePoints(tx, batches);
          });
    const asked = ids.filter((id) => written.get(id));
    // The points are committed: whoever heard of a failure now would send them again. Commands come with the next answer.
    const commands =
      asked.length === 0
        ? new Map<string, PendingCommand[]>()
        : await takeExternalCommands(store, asked).catch(() => new Map<string, PendingCommand[]>());
    for (const runId of written.keys()) smallChunks.set(runId, (smallChunks.get(runId) ?? 0) + 1);
    const refused = new Map<string, unknown>();
    for (const id of ids) {
      if (!written.has(id)) refused.set(id, await whyRefused(store, id).catch((error: unknown) => error));
    }
    for (const each of batch) {
      const error = refused.get(each.runId);
      if (error === undefined) each.resolve({ accepted: each.points.length, commands: commands.get(each.runId) ?? [] });
      else each.reject(error);
    }
  }

  async function writeAll(): Promise<void> {
    const batch = take();
    expected = batch.length;
    try {
      await write(batch);
    } catch (error) {
      for (const each of batch) each.reject(error);
    }
  }

  /** Now, where all are here; else when `flushMs` are over. */
  function plan(): void {
    if (writing !== null || waiting.length === 0) return;
    if (waiting.length >= expected) flush();
    else timer ??= setTimeout(flush, options.flushMs);
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (writing !== null) return;
    writing = writeAll().finally(() => {
      writing = null;
      plan();
    });
  }

  async function mergeNow(least: number): Promise<void> {
    for (const [runId, chunks] of [...smallChunks]) {
      if (chunks < least) continue;
      smallChunks.delete(runId);
      // A merge that fails is done by the next one; nobody waits for it.
      await mergeChunks(store, runId, options.mergePoints).catch(() => smallChunks.set(runId, chunks));
    }
  }

  const mergeTimer = setInterval(() => {
    merging = merging.then(() => mergeNow(chunksWorthMerging));
  }, options.mergeSeconds * 1000);
  mergeTimer.unref();

  return {
    append(runId, points) {
      if (points.length === 0) return Promise.resolve({ accepted: 0, commands: [] });
      return new Promise((resolve, reject) => {
        waiting.push({ runId, points, resolve, reject });
        plan();
      });
    },
    async close() {
      clearInterval(mergeTimer);
      await writing;
      while (waiting.length > 0) {
        flush();
        await writing;
      }
      await merging;
      await mergeNow(2);
    },
  };
}

/** Log lines of a run that another program executes. */
export async function appendExternalLog(db: Db, runId: string, lines: readonly NewLogLine[]): Promise<IntakeReply> {
  if ((await appendLogLines(db, runId, lines)) === null) throw await whyRefused(db, runId);
  // The lines are written: whoever heard of a failure now would send them again.
  const commands = await takeExternalCommands(db, [runId]).catch(() => new Map<string, PendingCommand[]>());
  return { accepted: lines.length, commands: commands.get(runId) ?? [] };
}
