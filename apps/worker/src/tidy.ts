import { dropHostSamples } from '@trainyard/store';
import type { Carries } from './carries.ts';
import type { Context } from './context.ts';

/** The history that the monitor page shows. */
const hostSampleHours = 7 * 24;
const dropEveryMs = 3_600_000;

/** Housekeeping that wants to know which runs are ours, and so comes right after a beat. */
export class Tidying {
  readonly #context: Context;
  readonly #carries: Carries;
  #mergeAt = 0;
  #dropAt = 0;

  constructor(context: Context, carries: Carries) {
    this.#context = context;
    this.#carries = carries;
  }

  async whenDue(): Promise<void> {
    const { settings, store } = this.#context;
    const now = performance.now();
    if (now < this.#mergeAt) return;
    this.#mergeAt = now + settings.metricMergeSeconds * 1000;
    for (const carry of this.#carries.all()) await carry.mergeMetrics();
    if (now < this.#dropAt) return;
    this.#dropAt = now + dropEveryMs;
    await dropHostSamples(store, hostSampleHours);
  }
}
