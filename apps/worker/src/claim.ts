import { type Claim, claim, nextJobIn } from '@trainyard/queue/work';
import { isConnectionLoss } from '@trainyard/store';
import type { Carries } from './carries.ts';
import { Carry } from './carry.ts';
import type { Context } from './context.ts';

export interface ClaimPorts {
  slots(): number;
  /** Asks for a beat, or for another look at what waits. */
  beatNow(): void;
  claimNow(): void;
}

/** Fills free slots with what waits. */
export class Claiming {
  readonly #context: Context;
  readonly #carries: Carries;
  readonly #ports: ClaimPorts;
  #stopped = false;
  #full = false;
  #wakeTimer: NodeJS.Timeout | null = null;
  /** A claim failed in a way that may have made it. */
  unsure = false;

  constructor(context: Context, carries: Carries, ports: ClaimPorts) {
    this.#context = context;
    this.#carries = carries;
    this.#ports = ports;
  }

  async fill(): Promise<void> {
    if (this.#wakeTimer !== null) clearTimeout(this.#wakeTimer);
    while (this.#hasRoom()) {
      if (!(await this.take())) break;
    }
    if (!this.#hasRoom()) return;
    const ms = await nextJobIn(this.#context.store);
    if (ms === null || ms > this.#context.settings.pollSeconds * 1000 || this.#stopped) return;
    // A retry that waits for its time. What may be claimed now and was not, waits for something else: a device, a sequence.
    if (ms > 0) this.#wakeTimer = setTimeout(() => this.#ports.claimNow(), ms + 1);
  }

  /** Claims the next run, or only this one, and begins to carry it. */
  async take(runId?: string): Promise<boolean> {
    const { store, settings, workerId, log } = this.#context;
    if (!(await this.#hasDisk())) return false;
    const { leaseSeconds, priorityAgeSeconds } = settings;
    let claimed: Claim | null;
    try {
      const one = runId === undefined ? {} : { runId };
      claimed = await claim(store, { workerId, leaseSeconds, priorityAgeSeconds, ...one });
    } catch (error) {
      this.unsure ||= isConnectionLoss(error);
      throw error;
    }
    if (claimed === null) return false;
    log.info({ run: claimed.number, attempt: claimed.attempt, trainer: claimed.trainer }, 'claimed');
    const carry = new Carry(this.#context, claimed, () => this.#ports.beatNow());
    this.#carries.begin(claimed, carry, () => {
      if (!this.#stopped) this.#ports.claimNow();
    });
    // A command may have been left between the claim and now.
    this.#ports.beatNow();
    return true;
  }

  stop(): void {
    this.#stopped = true;
    if (this.#wakeTimer !== null) clearTimeout(this.#wakeTimer);
  }

  #hasRoom(): boolean {
    const slots = this.#ports.slots();
    // The queue knows which run may have the express slot beside the others.
    return !this.#stopped && slots > 0 && this.#carries.size <= slots;
  }

  async #hasDisk(): Promise<boolean> {
    const { settings, files, log } = this.#context;
    const free = await files.freeBytes();
    const enough = free >= settings.diskLowBytes;
    if (!enough && !this.#full) {
      log.error({ free, needed: settings.diskLowBytes }, 'the disk is nearly full: no run is started');
    }
    this.#full = !enough;
    return enough;
  }
}
