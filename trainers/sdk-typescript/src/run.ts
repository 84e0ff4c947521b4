import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import type { section, Task, TrainerLineOf } from '@trainyard/contracts';
import type { Channel } from './channel.ts';
import type { Command, Inbox } from './commands.ts';
import { below, type FileRecord, sha256Of, writeFolder } from './durable-files.ts';

/** A result section as it may be sent; what has a default may be left out. */
export type SectionIn = (typeof section)['_zod']['input'];
export type MetricGroup = NonNullable<TrainerLineOf<'metric'>['group']>;
export type LogLevel = TrainerLineOf<'log'>['level'];
export type ArtifactKind = TrainerLineOf<'artifact'>['kind'];
export type Progress = Partial<
  Pick<
    TrainerLineOf<'progress'>,
    'step' | 'total_steps' | 'epoch' | 'total_epochs' | 'epoch_name' | 'phase' | 'message' | 'expect_next_s'
  >
>;

/** Thrown by `leave`, so that what `finally` promises is kept; the process then ends with exit code 0. */
export class Left extends Error {
  constructor() {
    super('the run was left on request');
    this.name = 'Left';
  }
}

export interface CheckpointOptions {
  epoch?: number;
  metrics?: Readonly<Record<string, number>>;
  best?: boolean;
  /** What it holds: model, optimizer, rng, … */
  parts?: readonly string[];
  /** How many of this attempt's checkpoints stay; best ones always do. */
  keep?: number;
}

/**
 * The one object a trainer talks to: one attempt of one run. No method waits for an answer.
 *
 * Life: started → (progress, metrics, checkpoints, results)* → ended by `done`, `leave` or `fail`, once.
 */
export class Run {
  readonly task: Task;
  /** Complete and checked by the host: every parameter is there. */
  readonly config: Task['config'];
  readonly seed: number;
  readonly dataset: Task['dataset'];
  readonly split: Task['split'];
  readonly upload: string | null;
  /** Earlier runs to read, each with a folder of its record and results. */
  readonly runs: Task['runs'];
  /** Registered models to begin from or to combine, each with a folder of its files. */
  readonly models: Task['models'];
  /** Where language models are asked, in OpenAI's shape below `url`/v1, with this run's key; null where the manifest asks for none. */
  readonly language: Task['language'];
  /** The prompt to begin with; null where the manifest asks for none. */
  readonly prompt: Task['prompt'];
  /** Everything a run keeps is written below this folder. */
  readonly output: string;
  readonly #channel: Channel;
  readonly #inbox: Inbox;
  #ended = false;
  #stopping: Command | null = null;
  #lastCheckpoint: string | null = null;
  #own: { folder: string; best: boolean }[] = [];
  /** Of all checkpoints of this process, those that are gone included: the host may still be storing one of them. */
  readonly #given = new Set<string>();

  constructor(task: Task, channel: Channel, inbox: Inbox) {
    this.task = task;
    this.config = task.config;
    this.seed = task.seed;
    this.dataset = task.dataset;
    this.split = task.split;
    this.upload = task.upload;
    this.runs = task.runs ?? [];
    this.models = task.models ?? [];
    this.language = task.language ?? null;
    this.prompt = task.prompt ?? null;
    this.output = task.output;
    this.#channel = channel;
    this.#inbox = inbox;
  }

  // ---- where it stands

  get ended(): boolean {
    return this.#ended;
  }

  /** The checkpoint to go on from, its folder among the rest, or null for a fresh start. */
  get resume(): Task['checkpoint'] {
    return this.task.checkpoint;
  }

  /** The most urgent command that nobody answered yet. */
  get command(): Command | null {
    return this.#inbox.first;
  }

  /** The host asked to pause: save a checkpoint and call `leave`. */
  get shouldPause(): boolean {
    return this.#inbox.first?.kind === 'pause';
  }

  /** The host asked to pause, stop or cancel: save a checkpoint and call `leave`. */
  get shouldStop(): boolean {
    const { first } = this.#inbox;
    return first !== null && first.kind !== 'checkpoint_now';
  }

  // ---- saying how it goes

  /** `expect_next_s`: how long nothing may be heard before the host calls it a stall. */
  progress(how: Progress): void {
    this.#send('progress', how);
  }

  /** NaN and infinities are kept, and shown as such. */
  metric(step: number, values: Readonly<Record<string, number>>, group?: MetricGroup): void {
    this.#send('metric', group === undefined ? { step, values } : { step, group, values });
  }

  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#send('log', fields === undefined ? { level, message } : { level, message, fields });
  }

  /** A turn that people look for later: in the log and in the run's timeline. What stands before a colon is its title. */
  milestone(message: string): void {
    this.#send('log', { level: 'info', message, milestone: true });
  }

  // ---- results

  /** A typed result section; the closed list of types is in the protocol's reference. */
  section(one: SectionIn): void {
    this.#send('section', { section: { ...one, notes: one.notes ?? [] } });
  }

  /** CSV: sample_id, truth, prediction, then one score_<class> column a class. */
  predictions(path: string): void {
    const relative = below(this.output, path);
    this.#send('predictions', {
      path: relative,
      sha256: sha256Of(join(this.output, relative)),
      dataset_digest: this.dataset?.digest || null,
      split_digest: this.split?.digest || null,
    });
  }

  /** A file below `output`, or for kind `dataset` a folder. */
  artifact(path: string, kind: ArtifactKind, meta: Readonly<Record<string, unknown>> = {}): void {
    const full = isAbsolute(path) ? path : join(this.output, path);
    if (!existsSync(full)) throw new Error(`artifact ${path}: there is no such file below ${this.output}`);
    const relative = below(this.output, path);
    const sha256 = statSync(full).isFile() ? { sha256: sha256Of(full) } : {};
    this.#send('artifact', { path: relative, kind, meta, ...sha256 });
  }

  // ---- checkpoints

  /**
   * Calls `write` with an empty folder, makes it durable, and only then tells the host. Returns its id. Answers any
   * pending checkpoint_now.
   */
  checkpoint(step: number, write: (folder: string) => void, options: CheckpointOptions = {}): string {
    const { epoch, metrics = {}, best = false, parts = [], keep } = options;
    const folder = this.#newCheckpointFolder(step);
    const id = basename(folder);
    const files = writeFolder(folder, (target) => {
      write(target);
      if (readdirSync(target).length === 0) return;
      // Byte for byte as the Python SDK writes it.
      const note = `{"step": ${step}, "epoch": ${epoch ?? null}, "best": ${best}}`;
      writeFileSync(join(target, 'checkpoint.json'), note);
    });
    const place = below(this.output, folder);
    this.#given.add(folder);
    this.#send('checkpoint', {
      id,
      step,
      folder: place,
      files: files.map((file): FileRecord => ({ ...file, path: `${place}/${file.path}` })),
      parts,
      metrics,
      best,
      ...(epoch === undefined ? {} : { epoch }),
    });
    this.#lastCheckpoint = id;
    for (const command of this.#inbox.take('checkpoint_now')) this.#acknowledge(command);
    this.#prune({ folder, best }, keep);
    return id;
  }

  #newCheckpointFolder(step: number): string {
    const name = `attempt${this.task.attempt}-step${Number(step.toFixed(3))}`;
    let folder = join(this.output, 'checkpoints', name);
    for (let again = 2; existsSync(folder) || this.#given.has(folder); again += 1) {
      folder = join(this.output, 'checkpoints', `${name}-${again}`);
    }
    return folder;
  }

  #prune(made: { folder: string; best: boolean }, keep: number | undefined): void {
    this.#own.push(made);
    if (keep === undefined) return;
    const ordinary = this.#own.filter(({ best }) => !best);
    const old = new Set(ordinary.slice(0, Math.max(0, ordinary.length - keep)));
    for (const { folder } of old) rmSync(folder, { recursive: true, force: true });
    this.#own = this.#own.filter((one) => !old.has(one));
  }

  // ---- the end

  /** Takes a pending stop: `done` will then say "stopped". For loops that evaluate before they end. */
  stopEarly(): void {
    const [first] = this.#inbox.take('stop');
    this.#stopping ??= first ?? null;
  }

  get stopping(): boolean {
    return this.#stopping !== null;
  }

  /**
   * Answers the pending pause, stop or cancel and ends the process with exit code 0. Save a checkpoint first: a paused
   * run goes on from the newest one, or from the start if there is none.
   */
  leave(metrics: Readonly<Record<string, number>> = {}, message?: string): never {
    this.stopEarly();
    const pending = this.#inbox.take('cancel', 'pause');
    if (this.#stopping === null && pending.length === 0) {
      throw new Error('leave() answers pause, stop or cancel, and none is pending: use done()');
    }
    const paused = this.#stopping === null && pending.every(({ kind }) => kind === 'pause');
    for (const command of pending) this.#acknowledge(command);
    this.#end(paused ? 'paused' : 'stopped', { metrics, message });
    throw new Left();
  }

  /**
   * All that was wanted is there (or, after a stop, all that there is). Nothing can be sent after it. `short`: why it ended
   * there, in a word or two that stand beside its status, such as `budget-reached`.
   */
  done(metrics: Readonly<Record<string, number>> = {}, message?: string, short?: string): void {
    const code = short === undefined ? {} : { code: short };
    this.#end(this.#stopping === null ? 'completed' : 'stopped', { metrics, message, ...code });
  }

  /** Ends as failed, in words. An uncaught exception does this by itself. */
  fail(code: string, message: string): void {
    this.#end('failed', { metrics: {}, message: message.slice(0, 4000), code });
  }

  #end(
    status: TrainerLineOf<'done'>['status'],
    with_: { metrics: Readonly<Record<string, number>>; message?: string | undefined; code?: string },
  ): void {
    if (this.#ended) throw new Error('the run has already ended: done, leave and fail are called once');
    if (this.#stopping !== null) this.#acknowledge(this.#stopping);
    const { metrics, message, code } = with_;
    this.#channel.send('done', {
      status,
      metrics,
      ...(message === undefined || message === '' ? {} : { message }),
      ...(code === undefined ? {} : { code }),
    });
    this.#ended = true;
    this.#channel.end();
  }

  #acknowledge(command: Command): void {
    const checkpoint = this.#lastCheckpoint === null ? {} : { checkpoint: this.#lastCheckpoint };
    this.#channel.send('ack', { command: command.id, result: 'ok', ...checkpoint });
  }

  #send(type: string, fields: Readonly<Record<string, unknown>>): void {
    if (this.#ended) throw new Error(`a ${type} line after the end of the run: call done() last`);
    this.#channel.send(type, fields);
  }
}
