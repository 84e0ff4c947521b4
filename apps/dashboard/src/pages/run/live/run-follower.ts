import type { StreamedEvent } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { applyEvent, type LiveRun, refreshLiveRun, startLiveRun } from './apply-event.ts';
import { joinReadings, type Reading } from './reading.ts';

export interface RunSnapshot extends LiveRun {
  /** Updates that wait while the reader holds the page. */
  waiting: number;
  held: boolean;
}

export interface FollowerOptions {
  now: () => number;
  /** Calls back before the next picture is drawn. */
  beforePaint: (callback: () => void) => void;
}

/**
 * Follows one run. Events change it at once; who looks is told once a picture, however many events came. While it is held,
 * figures stay as they are, and the status and what is asked of the run still move: nobody should press a button of the past.
 */
export class RunFollower {
  readonly #options: FollowerOptions;
  readonly #listeners = new Set<() => void>();
  #live: LiveRun;
  #shown: RunSnapshot;
  #held: LiveRun | null = null;
  #waiting = 0;
  #scheduled = false;
  /** The last event of the stream; the record of the server may be ahead of it. */
  #heard: number;

  constructor(run: Run, options: FollowerOptions) {
    this.#options = options;
    this.#live = startLiveRun(run, options.now());
    this.#heard = run.last_seq;
    this.#shown = { ...this.#live, waiting: 0, held: false };
  }

  get live(): LiveRun {
    return this.#live;
  }

  snapshot = (): RunSnapshot => this.#shown;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether it was news: false for an event that was heard before. */
  apply(event: StreamedEvent): boolean {
    if (event.run_id !== this.#live.run.id || event.seq <= this.#heard) return false;
    this.#heard = event.seq;
    this.#live = applyEvent(this.#live, event, this.#options.now());
    if (this.#held !== null && (event.kind === 'metrics-reported' || event.kind === 'progress-reported')) {
      this.#waiting += 1;
    }
    // The log has its own panel; thousands of lines a second must not draw the rest anew.
    if (event.kind !== 'log-written') this.#changed();
    return true;
  }

  refresh(run: Run): void {
    if (run.id !== this.#live.run.id) return;
    this.#live = refreshLiveRun(this.#live, run, this.#options.now());
    this.#changed();
  }

  /** What whole series told; joined with what came live since they were asked for, unless that counts no longer. */
  learn(readings: readonly Reading[], anew = false): void {
    const known = new Map(this.#live.readings);
    for (const reading of readings) {
      known.set(reading.key, anew ? reading : joinReadings(reading, known.get(reading.key)));
    }
    this.#live = { ...this.#live, readings: known };
    if (this.#held !== null) this.#held = { ...this.#held, readings: known };
    this.#changed();
  }

  hold(held: boolean): void {
    this.#held = held ? this.#live : null;
    this.#waiting = 0;
    this.#changed();
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.beforePaint(() => {
      this.#scheduled = false;
      this.#shown = this.#picture();
      for (const listener of [...this.#listeners]) listener();
    });
  }

  #picture(): RunSnapshot {
    const held = this.#held;
    if (held === null) return { ...this.#live, waiting: 0, held: false };
    const { progress, metrics } = held.run;
    return {
      ...this.#live,
      run: { ...this.#live.run, progress, metrics },
      readings: held.readings,
      progressAt: held.progressAt,
      waiting: this.#waiting,
      held: true,
    };
  }
}
