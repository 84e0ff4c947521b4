import { leaveWorker, recordHostSample, setWorkerStatus } from '@trainyard/queue/work';
import { dropHostSamples, isConnectionLoss } from '@trainyard/store';
import { gpuIndexes, HostSampler } from '@trainyard/trainer-host';
import { beatOnce, returnUncarried } from './beat.ts';
import { Carries } from './carries.ts';
import { Claiming } from './claim.ts';
import type { Context } from './context.ts';
import { buryLeftovers } from './leftovers.ts';
import { Periodic } from './periodic.ts';
import { reapOnce } from './reap.ts';
import { register } from './register.ts';
import { Tidying } from './tidy.ts';

/** The history that the monitor page shows. */
const hostSampleHours = 7 * 24;

/**
 * Modes: starting (leftovers buried, registered) → ready (claims, carries, beats, reaps) → draining (claims nothing,
 * releases what it carries) → gone. While it is ready, an administrator may change how many runs it carries; with none
 * it finishes what it has. A worker whose row was given up while it slept registers again under the same id.
 */
export class Worker {
  readonly #context: Context;
  readonly #carries = new Carries();
  readonly #claiming: Claiming;
  readonly #tidying: Tidying;
  readonly #beats: Periodic;
  readonly #claims: Periodic;
  readonly #reaps: Periodic;
  readonly #samples: Periodic;
  readonly #unlisten: (() => void)[] = [];
  /** What it was started with. */
  #room: { slots: number; gpus: readonly number[] } = { slots: 0, gpus: [] };
  /** How many runs it may carry now: an administrator may have changed it, or asked it to take nothing. */
  #slots = 0;
  #starting = false;
  #drains = 0;
  #down = false;

  constructor(context: Context) {
    this.#context = context;
    const { settings } = context;
    this.#claiming = new Claiming(context, this.#carries, {
      slots: () => this.#slots,
      beatNow: () => void this.#beats.now(),
      claimNow: () => void this.#claims.now(),
    });
    this.#tidying = new Tidying(settings.metricMergeSeconds * 1000, {
      merge: async () => {
        for (const carry of this.#carries.all()) await carry.mergeMetrics();
      },
      drop: async () => {
        await dropHostSamples(context.store, hostSampleHours);
      },
      failed: (error) => this.#failed('tidying', error),
    });
    const sampler = new HostSampler(settings.home);
    this.#beats = this.#every(settings.beatSeconds, 'beat', () => this.#beat());
    this.#claims = this.#every(settings.pollSeconds, 'claim', () => this.#claiming.fill());
    this.#reaps = this.#every(settings.reapSeconds, 'reap', async () => {
      if (!this.#down) await reapOnce(context, { starting: this.#starting });
    });
    this.#samples = this.#every(settings.resourceSampleSeconds, 'host sample', async () =>
      recordHostSample(context.store, context.workerId, await sampler.sample()),
    );
  }

  /** Registers, and carries whatever waits until it is drained. */
  async start(): Promise<void> {
    const { settings, store, log, workerId } = this.#context;
    this.#starting = true;
    await this.#begin(settings.slots);
    this.#starting = false;
    const now = (): void => void this.#claims.now();
    this.#unlisten.push(await store.listener.listen('trainyard_job', { heard: now, missed: now }));
    await this.#claims.now();
    log.info({ worker: workerId, ...this.#room }, 'ready');
  }

  /** Carries this run alone to its end and leaves; false where it could not be claimed. */
  async carryOne(runId: string): Promise<boolean> {
    await this.#begin(1);
    const claimed = await this.#claiming.take(runId);
    // Before its end: a free slot is not to be filled with another run.
    this.#claiming.stop();
    await this.#carries.allEnded();
    await this.#leave();
    return claimed;
  }

  /**
   * Claims nothing any more, asks every trainer for a checkpoint, and gives the runs back when they left or when the time
   * is over. Called again with less time, it hurries.
   */
  async drain(deadlineMs: number): Promise<void> {
    const { store, workerId, log } = this.#context;
    this.#drains += 1;
    const id = `release-${this.#drains}`;
    const release = (): void => {
      for (const carry of this.#carries.all()) carry.release(id, deadlineMs);
    };
    release();
    if (this.#drains > 1) return;
    log.info({ runs: this.#carries.size }, 'draining');
    this.#claiming.stop();
    await this.#claims.stop();
    await setWorkerStatus(store, workerId, 'draining').catch((error: unknown) => this.#failed('draining', error));
    // One that was claimed in the moment the drain began.
    release();
    await this.#carries.allEnded();
    await this.#leave();
  }

  async #begin(slots: number): Promise<void> {
    const { settings, store, log, workerId } = this.#context;
    this.#slots = slots;
    this.#room = { slots, gpus: settings.gpus === 'auto' ? await gpuIndexes() : settings.gpus };
    const killed = await buryLeftovers(settings);
    if (killed > 0) log.warn({ killed }, 'trainers of a worker that died were ended');
    await register(this.#context, this.#room);
    await Promise.all([this.#beats.now(), this.#reaps.now()]);
    void this.#samples.now();
    const heard = (payload: string): void => {
      if (payload === workerId) void this.#beats.now();
    };
    const missed = (): void => void this.#beats.now();
    this.#unlisten.push(await store.listener.listen('trainyard_command', { heard, missed }));
  }

  async #leave(): Promise<void> {
    const { store, workerId } = this.#context;
    for (const unlisten of this.#unlisten.splice(0)) unlisten();
    await Promise.all([this.#claims.stop(), this.#beats.stop(), this.#reaps.stop(), this.#samples.stop()]);
    await this.#tidying.ended();
    await leaveWorker(store, workerId).catch((error: unknown) => this.#failed('leaving', error));
  }

  async #beat(): Promise<void> {
    const { log } = this.#context;
    const { known, ...wish } = await beatOnce(this.#context, this.#carries);
    this.#follow(wish);
    if (this.#down) log.info('the database is back');
    this.#down = false;
    if (!known) {
      log.warn('this worker was given up while it slept; it registers again');
      await register(this.#context, this.#room);
    }
    if (this.#claiming.unsure) {
      await returnUncarried(this.#context, this.#carries);
      this.#claiming.unsure = false;
    }
    this.#tidying.beginWhenDue();
  }

  #follow({ slots, draining }: { slots: number | null; draining: boolean }): void {
    const before = this.#slots;
    this.#slots = draining ? 0 : (slots ?? this.#room.slots);
    if (this.#slots === before) return;
    this.#context.log.info({ slots: this.#slots, draining }, 'slots changed on request');
    if (this.#slots > before) void this.#claims.now();
  }

  #every(seconds: number, what: string, work: () => Promise<void>): Periodic {
    return new Periodic(seconds * 1000, work, (error) => this.#failed(what, error));
  }

  #failed(what: string, error: unknown): void {
    const { log } = this.#context;
    if (!isConnectionLoss(error)) {
      log.error({ err: error }, `${what} failed`);
      return;
    }
    if (!this.#down) log.warn('the database is away; runs go on');
    this.#down = true;
  }
}
