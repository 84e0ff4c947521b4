import { setTimeout as wait } from 'node:timers/promises';
import type { RunProgress } from '@trainyard/contracts';
import type { LogLineIn, Point, WorkEvent } from '@trainyard/queue/work';

/** Times are monotonic readings; what the database is told is how long ago, since only its clock counts. */
type Timed<T> = T & { takenAt: number };

export interface Batch {
  points: Timed<Omit<Point, 'ageMs'>>[];
  logs: Timed<Omit<LogLineIn, 'ageMs'>>[];
  events: WorkEvent[];
  /** Only the last one of a batch is worth writing. */
  progress: RunProgress | null;
}

export interface RecorderPorts {
  /** Writes all of it in one transaction, under the fence. */
  write(batch: Batch): Promise<void>;
  isConnectionLoss(error: unknown): boolean;
  isFenced(error: unknown): boolean;
  /** The run is somebody else's: nothing more will be written. Told once. */
  onFenced(): void;
  /** The database went away, or is back. */
  onDown(down: boolean): void;
  /** Something could not be written and was dropped, for a reason that trying again will not change. */
  onLoss(error: unknown): void;
}

export interface RecorderLimits {
  flushMs: number;
  /** Beyond this many waiting items the trainer waits in its next write. */
  maxWaiting: number;
}

type Item = { batch: Batch } | { act: () => Promise<void>; done: (error?: unknown) => void };

function emptyBatch(): Batch {
  return { points: [], logs: [], events: [], progress: null };
}

function sizeOf(batch: Batch): number {
  return batch.points.length + batch.logs.length + batch.events.length + (batch.progress === null ? 0 : 1);
}

const firstRetryMs = 100;
const lastRetryMs = 1000;

/**
 * What one attempt tells the database, in order. The first words are written at once, later ones gathered for
 * `flushMs`; acts (a checkpoint, a section) wait for what came before them. While the database is away everything
 * waits here and is tried again; the trainer goes on.
 */
export class Recorder {
  readonly #ports: RecorderPorts;
  readonly #limits: RecorderLimits;
  readonly #queue: Item[] = [];
  #open: Batch = emptyBatch();
  #waiting = 0;
  #pump: Promise<void> | null = null;
  #lastWriteAt = Number.NEGATIVE_INFINITY;
  #hurry = new AbortController();
  #fenced = false;
  #room: (() => void)[] = [];

  constructor(ports: RecorderPorts, limits: RecorderLimits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  points(points: Batch['points']): void {
    if (points.length === 0) return;
    for (const point of points) this.#open.points.push(point);
    this.#added(points.length);
  }

  logs(logs: Batch['logs']): void {
    if (logs.length === 0) return;
    for (const log of logs) this.#open.logs.push(log);
    this.#added(logs.length);
  }

  event(event: WorkEvent): void {
    this.#open.events.push(event);
    this.#added(1);
  }

  progress(progress: RunProgress): void {
    if (this.#open.progress === null) this.#added(1);
    this.#open.progress = progress;
    this.#start();
  }

  /** Runs `act` after everything said before; it is tried again while the database is away. */
  act(act: () => Promise<void>): Promise<void> {
    if (this.#fenced) return Promise.resolve();
    this.#close();
    return new Promise((resolve, reject) => {
      const done = (error?: unknown): void => {
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#queue.push({ act, done });
      this.#start();
    });
  }

  /** Undefined while there is room; else a promise of it. */
  room(): Promise<void> | undefined {
    if (this.#fenced || this.#waiting < this.#limits.maxWaiting) return undefined;
    return new Promise((resolve) => this.#room.push(resolve));
  }

  /** Resolves when all that was said is written, or is known to be for nobody. */
  async drain(): Promise<void> {
    this.#close();
    this.#hurry.abort();
    this.#start();
    while (this.#pump !== null) await this.#pump;
    this.#hurry = new AbortController();
  }

  /** Drops what waits and writes no more. */
  fence(): void {
    if (this.#fenced) return;
    this.#fenced = true;
    for (const item of this.#queue.splice(0)) if ('act' in item) item.done();
    this.#open = emptyBatch();
    this.#hurry.abort();
    this.#freed(this.#waiting);
  }

  #added(count: number): void {
    this.#waiting += count;
    this.#start();
  }

  #freed(count: number): void {
    this.#waiting -= count;
    if (this.#waiting > this.#limits.maxWaiting / 2 && !this.#fenced) return;
    for (const resolve of this.#room.splice(0)) resolve();
  }

  #close(): void {
    if (sizeOf(this.#open) === 0) return;
    this.#queue.push({ batch: this.#open });
    this.#open = emptyBatch();
  }

  #start(): void {
    if (this.#fenced || this.#pump !== null) return;
    this.#pump = this.#run().finally(() => {
      this.#pump = null;
      if (!this.#fenced && (this.#queue.length > 0 || sizeOf(this.#open) > 0)) this.#start();
    });
  }

  async #run(): Promise<void> {
    while (!this.#fenced) {
      if (this.#queue.length === 0) {
        if (sizeOf(this.#open) === 0) return;
        await this.#pace();
        this.#close();
      }
      const item = this.#queue.shift();
      if (item === undefined) continue;
      await this.#settle(item);
    }
  }

  /** Never more often than every `flushMs`, unless somebody waits for the end. */
  async #pace(): Promise<void> {
    const ms = this.#lastWriteAt + this.#limits.flushMs - performance.now();
    if (ms <= 0 || this.#hurry.signal.aborted) return;
    await wait(ms, undefined, { signal: this.#hurry.signal }).catch(() => undefined);
  }

  async #settle(item: Item): Promise<void> {
    const error = await this.#persist(item);
    if ('batch' in item) {
      this.#freed(sizeOf(item.batch));
      if (error !== undefined) this.#ports.onLoss(error);
    } else {
      item.done(error);
    }
  }

  /** The error that no second try would change, if any. */
  async #persist(item: Item): Promise<unknown> {
    let retryMs = firstRetryMs;
    let down = false;
    for (;;) {
      try {
        if ('batch' in item) {
          this.#lastWriteAt = performance.now();
          await this.#ports.write(item.batch);
        } else {
          await item.act();
        }
        if (down) this.#ports.onDown(false);
        return undefined;
      } catch (error) {
        if (this.#fenced) return undefined;
        if (this.#ports.isFenced(error)) {
          this.fence();
          this.#ports.onFenced();
          return undefined;
        }
        if (!this.#ports.isConnectionLoss(error)) return error;
        if (!down) this.#ports.onDown(true);
        down = true;
        await wait(retryMs);
        if (this.#fenced) return undefined;
        retryMs = Math.min(retryMs * 2, lastRetryMs);
      }
    }
  }
}
