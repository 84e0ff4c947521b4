import { claimBatch, newId } from '@trainyard/store';
import type { BatchBell } from './batch-bell.ts';
import { FaultsInARow } from './faults-in-a-row.ts';
import { type BatchParts, BatchRun } from './run-batch.ts';

/** Batches that one server works on at once; the others wait their turn. */
const mostAtOnce = 4;
/** What nobody rang for: those that wait to be tried again, and those of a server that died. */
const pollMs = 1000;

/**
 * Takes batches that nobody works on and works on them, until it is closed. A batch belongs to whoever took it as long as
 * they renew their claim; from a server that was killed it passes to the next after one lease.
 */
export class BatchWork {
  readonly #parts: BatchParts;
  readonly #leaving = new AbortController();
  readonly #faults = new FaultsInARow();
  readonly #under = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #rung = false;

  constructor(parts: BatchParts, bell: BatchBell) {
    this.#parts = parts;
    bell.onWork(() => this.#look());
    this.#timer = setInterval(() => this.#look(), pollMs);
    this.#timer.unref();
    this.#look();
  }

  #look(): void {
    this.#rung = true;
    this.#looking ??= this.#takeAll().finally(() => {
      this.#looking = null;
    });
  }

  async #takeAll(): Promise<void> {
    const { store, settings, log } = this.#parts;
    while (this.#rung && !this.#leaving.signal.aborted) {
      this.#rung = false;
      try {
        while (this.#under.size < mostAtOnce && !this.#leaving.signal.aborted) {
          const holder = newId();
          const batch = await claimBatch(store, holder, settings.leaseSeconds);
          if (batch === null) break;
          const work = new BatchRun(this.#parts, batch, { holder, leaving: this.#leaving.signal, faults: this.#faults })
            .work()
            .finally(() => {
              this.#under.delete(work);
              this.#look();
            });
          this.#under.add(work);
        }
      } catch (error) {
        // The database is away: the next look finds out whether it is back.
        log.debug({ err: error }, 'batches could not be looked for');
      }
    }
  }

  /** Leaves batches where they are; what was asked runs into the ledger. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#leaving.abort();
    await this.#looking;
    await Promise.allSettled(this.#under);
  }
}
