import { cpus, hostname, release, type } from 'node:os';
import { endCodes } from '@trainyard/contracts';
import {
  beat,
  bury,
  type Claim,
  claim,
  FencedError,
  finish,
  leaveWorker,
  nextJobIn,
  reap,
  recordHostSample,
  registerWorker,
  releaseDeadWorkersOfHost,
  setWorkerStatus,
} from '@trainyard/queue/work';
import { dropHostSamples, getRun, isConnectionLoss, listWorkers } from '@trainyard/store';
import { bootId, gpuIndexes, HostSampler, startTimeOf } from '@trainyard/trainer-host';
import { Carry } from './carry.ts';
import type { Context } from './context.ts';
import { buryLeftovers } from './leftovers.ts';
import { Periodic } from './periodic.ts';

/** The history that the monitor page shows. */
const hostSampleHours = 7 * 24;
const dropEveryMs = 3_600_000;

/**
 * Modes: starting (leftovers buried, registered) → ready (claims, carries, beats, reaps) → draining (claims nothing,
 * releases what it carries) → gone. A worker whose row was given up while it slept registers again under the same id.
 */
export class Worker {
  readonly #context: Context;
  readonly #carries = new Map<string, Carry>();
  readonly #going = new Set<Promise<void>>();
  readonly #beats: Periodic;
  readonly #claims: Periodic;
  readonly #reaps: Periodic;
  readonly #samples: Periodic;
  #unlisten: (() => void)[] = [];
  #gpus: readonly number[] = [];
  #slots = 0;
  /** Takes whatever waits, not only what it is told to. */
  #claiming = false;
  #draining = false;
  #drains = 0;
  /** A claim failed in a way that may have made it. */
  #unsure = false;
  #full = false;
  #tidyAt = 0;
  #dropAt = 0;
  #down = false;
  #wakeTimer: NodeJS.Timeout | null = null;

  constructor(context: Context) {
    this.#context = context;
    const { settings } = context;
    const told = (what: string) => (error: unknown) => this.#told(what, error);
    this.#beats = new Periodic(settings.beatSeconds * 1000, () => this.#beat(), told('beat'));
    this.#claims = new Periodic(settings.pollSeconds * 1000, () => this.#claim(), told('claim'));
    this.#reaps = new Periodic(settings.reapSeconds * 1000, () => this.#reap(), told('reap'));
    const sampler = new HostSampler(settings.home);
    this.#samples = new Periodic(
      settings.resourceSampleSeconds * 1000,
      async () => recordHostSample(context.store, context.workerId, await sampler.sample()),
      told('host sample'),
    );
  }

  /** Registers and begins to work. `claims: false`: only what `carryOne` is given. */
  async start(options: { claims: boolean } = { claims: true }): Promise<void> {
    const { settings, store, log, workerId } = this.#context;
    this.#gpus = settings.gpus === 'auto' ? await gpuIndexes() : settings.gpus;
    const killed = await buryLeftovers(settings);
    if (killed > 0) log.warn({ killed }, 'trainers of a worker that died were ended');
    this.#slots = options.claims ? settings.slots : 1;
    await this.#register();
    await Promise.all([this.#beats.now(), this.#reaps.now()]);
    void this.#samples.now();
    this.#unlisten.push(
      await store.listener.listen('trainyard_command', {
        heard: (payload) => {
          if (payload === workerId) void this.#beats.now();
        },
        missed: () => void this.#beats.now(),
      }),
    );
    if (!options.claims) return;
    this.#claiming = true;
    this.#unlisten.push(
      await store.listener.listen('trainyard_job', {
        heard: () => void this.#claims.now(),
        missed: () => void this.#claims.now(),
      }),
    );
    await this.#claims.now();
    log.info({ worker: workerId, slots: settings.slots, gpus: this.#gpus }, 'ready');
  }
  get carried(): readonly Claim[] {
    return [...this.#carries.values()].map((carry) => carry.claim);
  }

  /** Claims this run alone and carries it to its end; false where it could not be claimed. */
  async carryOne(runId: string): Promise<boolean> {
    const claimed = await this.#take(runId);
    if (!claimed) return false;
    await this.#allEnded();
    return true;
  }

  /**
   * Claims nothing any more, asks every trainer for a checkpoint, and gives the runs back when they left or when the time
   * is over. Called again with less time, it hurries.
   */
  async drain(deadlineMs: number): Promise<void> {
    const { store, workerId, log } = this.#context;
    const first = !this.#draining;
    this.#draining = true;
    this.#drains += 1;
    for (const carry of this.#carries.values()) carry.release(`release-${this.#drains}`, deadlineMs);
    if (!first) return;
    log.info({ runs: this.#carries.size }, 'draining');
    await this.#claims.stop();
    await setWorkerStatus(store, workerId, 'draining').catch((error: unknown) => this.#told('draining', error));
    // One that was claimed in the moment the drain began.
    for (const carry of this.#carries.values()) carry.release(`release-${this.#drains}`, deadlineMs);
    await this.#allEnded();
    await this.stop();
  }

  /** Ends the loops; the runs are expected to have ended. */
  async stop(): Promise<void> {
    const { store, workerId } = this.#context;
    for (const unlisten of this.#unlisten.splice(0)) unlisten();
    if (this.#wakeTimer !== null) clearTimeout(this.#wakeTimer);
    await Promise.all([this.#claims.stop(), this.#beats.stop(), this.#reaps.stop(), this.#samples.stop()]);
    await leaveWorker(store, workerId).catch((error: unknown) => this.#told('leaving', error));
  }

  async #allEnded(): Promise<void> {
    while (this.#going.size > 0) await Promise.all(this.#going);
  }

  async #register(): Promise<void> {
    const { store, workerId } = this.#context;
    await registerWorker(store, {
      id: workerId,
      name: `worker-${process.pid}`,
      host: hostname(),
      pid: process.pid,
      boot: bootMark(process.pid),
      slots: this.#slots,
      gpus: this.#gpus,
      info: { processor: cpus()[0]?.model ?? null, node: process.versions.node, system: `${type()} ${release()}` },
    });
  }

  async #beat(): Promise<void> {
    const { store, workerId, settings, log } = this.#context;
    const held = this.carried.map(({ runId, attempt }) => ({ runId, attempt }));
    const answer = await beat(store, { workerId, leaseSeconds: settings.leaseSeconds, held });
    if (this.#down) log.info('the database is back');
    this.#down = false;
    if (!answer.known) {
      log.warn('this worker was given up while it slept; it registers again');
      await this.#register();
    }
    for (const lost of answer.lost) {
      log.warn({ run: lost.runId, attempt: lost.attempt }, 'the run is not ours any more');
      this.#carries.get(nameOf(lost))?.fence();
    }
    for (const command of answer.commands) this.#carries.get(nameOf(command))?.command(command);
    if (this.#unsure) await this.#returnUnknown();
    await this.#tidy();
  }

  /** Right after a beat, when it is known which runs are ours. */
  async #tidy(): Promise<void> {
    const { settings, store } = this.#context;
    const now = performance.now();
    if (now < this.#tidyAt) return;
    this.#tidyAt = now + settings.metricMergeSeconds * 1000;
    for (const carry of this.#carries.values()) await carry.mergeMetrics();
    if (now < this.#dropAt) return;
    this.#dropAt = now + dropEveryMs;
    await dropHostSamples(store, hostSampleHours);
  }

  /** A claim whose answer was lost may have been made: nobody carries that run, so that it goes straight back. */
  async #returnUnknown(): Promise<void> {
    const { store, workerId, settings, log } = this.#context;
    const own = (await listWorkers(store)).find(({ id }) => id === workerId);
    for (const { id } of own?.runs ?? []) {
      const { attempt } = await getRun(store, id);
      const fence = { runId: id, attempt, workerId };
      if (this.#carries.has(nameOf(fence))) continue;
      log.warn({ run: id }, 'a claim whose answer was lost is given back');
      const reason = {
        code: 'worker-released',
        message: endCodes['worker-released'].says,
        hint: null,
        detail: {},
      } as const;
      await finish(store, fence, { how: 'released', reason }, settings).catch((error: unknown) => {
        if (!(error instanceof FencedError)) throw error;
      });
      await bury(store, fence);
    }
    this.#unsure = false;
  }

  async #claim(): Promise<void> {
    if (this.#wakeTimer !== null) clearTimeout(this.#wakeTimer);
    while (!this.#draining && this.#carries.size < this.#slots) {
      if (!(await this.#take())) break;
    }
    if (this.#draining || this.#carries.size >= this.#slots) return;
    const ms = await nextJobIn(this.#context.store);
    if (ms === null || ms > this.#context.settings.pollSeconds * 1000) return;
    // A retry that waits for its time. What may be claimed now and was not, waits for something else: a device, a sequence.
    if (ms > 0) this.#wakeTimer = setTimeout(() => void this.#claims.now(), ms + 1);
  }

  async #take(runId?: string): Promise<boolean> {
    const { store, settings, files, workerId, log } = this.#context;
    const free = await files.freeBytes();
    if (free < settings.diskLowBytes) {
      if (!this.#full) log.error({ free, needed: settings.diskLowBytes }, 'the disk is nearly full: no run is started');
      this.#full = true;
      return false;
    }
    this.#full = false;
    const { leaseSeconds, priorityAgeSeconds } = settings;
    let claimed: Claim | null;
    try {
      const one = runId === undefined ? {} : { runId };
      claimed = await claim(store, { workerId, leaseSeconds, priorityAgeSeconds, ...one });
    } catch (error) {
      this.#unsure ||= isConnectionLoss(error);
      throw error;
    }
    if (claimed === null) return false;
    log.info({ run: claimed.number, attempt: claimed.attempt, trainer: claimed.trainer }, 'claimed');
    const name = nameOf(claimed);
    const carry = new Carry(this.#context, claimed, () => void this.#beats.now());
    this.#carries.set(name, carry);
    const ended: Promise<void> = carry.run().finally(() => {
      this.#carries.delete(name);
      this.#going.delete(ended);
      if (this.#claiming) void this.#claims.now();
    });
    this.#going.add(ended);
    // A command may have been left between the claim and now.
    void this.#beats.now();
    return true;
  }

  async #reap(): Promise<void> {
    const { store, settings, log } = this.#context;
    if (this.#down) return;
    const reaped = await reap(store, settings);
    reaped.push(...(await this.#releaseDead()));
    for (const one of reaped) log.warn({ run: one.runId, status: one.status }, 'a run was taken from a lost worker');
  }

  /** Other workers of this computer whose process is gone: no lease has to run out for that to be known. */
  #releaseDead() {
    const { store, settings } = this.#context;
    return releaseDeadWorkersOfHost(
      store,
      hostname(),
      async (worker) => {
        // Another boot is another computer of the same name, or this one before a restart: leases decide.
        if (!worker.boot.startsWith(`${bootId()}/`) || worker.boot === bootMark(worker.pid)) return true;
        await buryLeftovers(settings);
        return false;
      },
      settings,
    );
  }

  #told(what: string, error: unknown): void {
    const { log } = this.#context;
    if (!isConnectionLoss(error)) {
      log.error({ err: error }, `${what} failed`);
      return;
    }
    if (!this.#down) log.warn('the database is away; runs go on');
    this.#down = true;
  }
}

function nameOf(run: { runId: string; attempt: number }): string {
  return `${run.runId}/${run.attempt}`;
}

/** Names one process for ever: this boot of the computer, and when the process started. */
function bootMark(pid: number): string {
  return `${bootId()}/${startTimeOf(pid)}`;
}
