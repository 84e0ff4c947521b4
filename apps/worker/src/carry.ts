import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type EndReason, type Task, TrainyardError } from '@trainyard/contracts';
import {
  answerCommand,
  appendBatch,
  beginAttempt,
  bury,
  type Claim,
  type Command,
  type Ended,
  type EndIn,
  FencedError,
  finish,
  recordCheckpoint,
  recordSection,
} from '@trainyard/queue/work';
import {
  deleteCheckpoints,
  getRun,
  isConnectionLoss,
  mergeChunks,
  retryWhileDown,
  revokeRunKeys,
} from '@trainyard/store';
import { type AttemptEnd, limitsFrom, runAttempt } from '@trainyard/trainer-host';
import { Checkpoints } from './checkpoints.ts';
import { Commands } from './commands.ts';
import { type Context, workFolder } from './context.ts';
import { ownFailure } from './end.ts';
import { endOf } from './finish.ts';
import { Hearing } from './hearing.ts';
import { needsKey } from './language-door.ts';
import { type Prepared, prepare, UnfitError } from './prepare.ts';
import { type Batch, Recorder } from './recorder.ts';
import { Results } from './results.ts';

/** Waiting points and lines of one run before its trainer waits too: minutes of a chatty one, megabytes of memory. */
const maxWaiting = 50_000;

/**
 * One claimed run on this worker, from its claim until its child is buried and the slot is free.
 *
 * Modes: preparing (data, split, checkpoint, environment) → running → ending (results settle, the end is written) →
 * buried. `fence` ends any of them at once, and nothing is written after it.
 */
export class Carry {
  readonly claim: Claim;
  readonly #context: Context;
  readonly #commands: Commands;
  readonly #fence = new AbortController();
  readonly #recorder: Recorder;
  readonly #askBeat: () => void;
  /** Its end was written by us, and nobody else can have written to it since. */
  #ended = false;

  /** `askBeat`: asks for a beat at once. */
  constructor(context: Context, claim: Claim, askBeat: () => void) {
    this.claim = claim;
    this.#askBeat = askBeat;
    this.#context = context;
    this.#commands = new Commands(context.settings, (command, result, message) =>
      this.#whileDown(() => answerCommand(context.store, claim, { commandId: command.id, result, message })),
    );
    const log = context.log.child({ run: claim.number, attempt: claim.attempt });
    this.#recorder = new Recorder(
      {
        write: (batch) => this.#write(batch),
        isConnectionLoss,
        isFenced: (error) => error instanceof FencedError,
        onFenced: () => this.#refused(),
        onDown: (down) => log.warn(down ? 'the database is away; what the trainer says waits' : 'the database is back'),
        onLoss: (error) => log.error({ err: error }, 'something the trainer said could not be stored'),
      },
      { flushMs: context.settings.eventFlushMs, maxWaiting },
    );
  }

  /** The run is not ours any more: the child is killed at once, and not a word more is written. */
  fence(): void {
    this.#recorder.fence();
    this.#fence.abort(new Error('the run is not carried here any more'));
  }

  /**
   * A write met the fence: the run is cancelled or somebody else's, and the next beat says which. A cancelled trainer has
   * its grace; one whose beat says nothing in time is killed like a stranger's.
   */
  #refused(): void {
    this.#askBeat();
    setTimeout(() => {
      if (!this.#commands.cancelled) this.fence();
    }, this.#context.settings.beatSeconds * 1000).unref();
  }

  command(command: Command): void {
    this.#commands.hear(command);
  }

  /** This worker is leaving: a checkpoint, then back to the queue. Asked again with less time, it hurries. */
  release(id: string, deadlineMs: number): void {
    this.#commands.inbox.send({ id, action: 'release', deadlineMs });
  }

  /** Resolves when the slot is free. Never rejects. */
  async run(): Promise<void> {
    const { log } = this.#context;
    try {
      await this.#attempt();
    } catch (error) {
      log.error({ err: error, run: this.claim.number }, 'carrying a run failed');
      await this.#giveBack(error).catch((second: unknown) => {
        log.error({ err: second, run: this.claim.number }, 'and it could not be given back');
      });
    } finally {
      if (!this.#ended) await this.#dropIfCancelled();
      await this.#bury();
    }
    if (this.#ended) await this.mergeMetrics();
  }

  /** Joins the small chunks that live writing makes. Only for a run that is known to be ours: it rewrites rows. */
  async mergeMetrics(): Promise<void> {
    const { store, settings, log } = this.#context;
    await mergeChunks(store, this.claim.runId, settings.metricMergePoints).catch((error: unknown) => {
      log.warn({ err: error, run: this.claim.number }, 'metric chunks could not be merged');
    });
  }

  async #attempt(): Promise<void> {
    let prepared: Prepared;
    try {
      prepared = await this.#whileDown(() => prepare(this.#context, this.claim));
    } catch (error) {
      if (this.#fence.signal.aborted) return;
      await this.#end({ how: 'failed', reason: unfitReason(error) });
      return;
    }
    const { task, resumed, codeDigest } = prepared;
    await this.#whileDown(() => beginAttempt(this.#context.store, this.claim, resumed));
    const results = new Results(this.#context.files, this.claim.runId, task.output);
    const end = await this.#host(prepared, task, results);
    await this.#recorder.drain();
    if (this.#fence.signal.aborted) return;
    if (this.#commands.cancelled) {
      await this.#commands.answerRest();
      return;
    }
    const written = await this.#end(await endOf(this.#context, this.claim, { end, results, codeDigest }));
    this.#context.log.info(
      { run: this.claim.number, code: end.reason.code, status: written?.status },
      'an attempt ended',
    );
  }

  async #host(prepared: Prepared, task: Task, results: Results): Promise<AttemptEnd> {
    const { settings, store } = this.#context;
    const { claim } = this;
    const leftSeconds = Math.max(1, task.time_limit_s - claim.runningMs / 1000);
    const checkpoints = new Checkpoints(this.#context.files, claim.runId, task.output, claim.checkpoints, {
      record: (checkpoint) => recordCheckpoint(store, claim, checkpoint),
      forget: (gone) =>
        deleteCheckpoints(
          store,
          gone.map(({ id }) => id),
        ),
    });
    const hearing = new Hearing(
      this.#recorder,
      {
        checkpoint: (line, overtaken) => checkpoints.save(line, overtaken),
        section: async (line) => {
          await recordSection(store, claim, line.section);
        },
        artifact: (line) => results.artifact(line),
        predictions: (line) => results.predictions(line),
        answer: (line) => this.#commands.answered(line),
        trouble: (what, error) => {
          const why = error instanceof Error ? error.message : String(error);
          hearing.warn('not-stored', `The trainer's ${what} could not be stored: ${why}`);
        },
      },
      claim.runningMs,
    );
    const { code_digest: submitted } = claim.frozen.trainer;
    if (prepared.codeDigest !== submitted) {
      const words = `The trainer's code has changed since the run was submitted (${submitted.slice(0, 12)}); attempt ${claim.attempt} runs ${prepared.codeDigest.slice(0, 12)}.`;
      hearing.warn('code-changed', words);
    }
    return await runAttempt({
      manifest: prepared.trainer.manifest,
      trainerFolder: prepared.trainer.folder,
      pythonPath: prepared.pythonPath,
      environment: {
        environment: prepared.environment,
        home: settings.home,
        python: settings.python,
        torch: settings.torch,
        limitMs: settings.installLimitSeconds * 1000,
      },
      task,
      workFolder: prepared.workFolder,
      cacheFolder: join(settings.home, 'cache', 'python'),
      limits: limitsFrom(settings, leftSeconds),
      commands: this.#commands.inbox,
      signal: this.#fence.signal,
      onLines: (lines) => hearing.lines(lines),
      onLog: (lines) => hearing.output(lines),
      onSample: (sample) => hearing.sample(sample),
      onNotice: (notice) => hearing.notice(notice),
    });
  }

  async #end(end: EndIn): Promise<Ended | null> {
    try {
      await this.#commands.answerRest();
      const ended = await this.#whileDown(() => finish(this.#context.store, this.claim, end, this.#context.settings));
      this.#ended = ended.status !== 'queued';
      return ended;
    } catch (error) {
      // Cancelled or taken over in the last moment, or written by a commit whose answer was lost.
      if (error instanceof FencedError) return null;
      throw error;
    }
  }

  /** Our own failure: the run goes back and is tried again as the retry policy says. */
  async #giveBack(error: unknown): Promise<void> {
    if (this.#fence.signal.aborted) return;
    await this.#end({ how: 'infrastructure', reason: ownFailure(error) });
  }

  /** A cancelled run keeps no files, whichever of our writes was the first to be refused; a beat may not have told us. */
  async #dropIfCancelled(): Promise<void> {
    const { store, files, log } = this.#context;
    const { runId, number } = this.claim;
    try {
      const { status } = await this.#whileDown(() => getRun(store, runId), true);
      if (status === 'cancelled') await files.dropRun(runId, 'everything');
    } catch (error) {
      log.error({ err: error, run: number }, 'the files of a run that did not end here could not be looked after');
    }
  }

  async #bury(): Promise<void> {
    const { settings, log, store } = this.#context;
    await this.#whileDown(() => bury(store, this.claim), true).catch((error: unknown) => {
      // The slot is freed when this worker is next known to have died, if not by the next try.
      log.error({ err: error, run: this.claim.number }, 'a slot could not be freed');
    });
    if (needsKey(this.claim)) {
      await this.#whileDown(() => revokeRunKeys(store, this.claim.runId, this.claim.attempt), true).catch(
        (error: unknown) => log.warn({ err: error, run: this.claim.number }, "a run's key could not be revoked"),
      );
    }
    // What is to stay was linked into files; the rest would fill the disk run by run.
    const folder = workFolder(settings, this.claim.runId, this.claim.attempt);
    await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
      log.warn({ err: error, folder }, 'a work folder could not be removed');
    });
    // Only when it is empty, which it is not where another attempt works beside it.
    await rmdir(dirname(folder)).catch(() => undefined);
  }

  #batch: Batch | null = null;
  #batches = 0;

  async #write(batch: Batch): Promise<void> {
    const { claim } = this;
    const now = performance.now();
    const aged = <T extends { takenAt: number }>({ takenAt, ...rest }: T) => ({
      ...rest,
      ageMs: Math.max(0, now - takenAt),
    });
    // A batch that is tried again keeps its number, so that it is written once also when only the answer was lost.
    if (batch !== this.#batch) this.#batches += 1;
    this.#batch = batch;
    const progress = batch.progress === null ? [] : [{ kind: 'progress-reported' as const, data: batch.progress }];
    await appendBatch(this.#context.store, claim, {
      number: this.#batches,
      points: batch.points.map(aged),
      logs: batch.logs.map(aged),
      events: [...batch.events, ...progress],
    });
  }

  #whileDown<T>(work: () => Promise<T>, always = false): Promise<T> {
    return retryWhileDown(work, {
      forSeconds: Number.POSITIVE_INFINITY,
      ...(always ? {} : { signal: this.#fence.signal }),
    });
  }
}

function unfitReason(error: unknown): EndReason {
  if (error instanceof UnfitError) return error.reason;
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof TrainyardError ? error.hint : null;
  return { code: 'spawn-failed', message: `The run could not be prepared: ${message}`, hint, detail: {} };
}
