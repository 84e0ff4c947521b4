import type { EventDataOf, RunEvent } from '@trainyard/contracts';
import { entryOf, epochEntry, gathered, type TimelineEntry } from './event-words.ts';

type AnyEvent = Pick<RunEvent, 'seq' | 'kind' | 'data' | 'at'>;

export interface TimelineSnapshot {
  /** Newest first. */
  entries: readonly TimelineEntry[];
  loaded: boolean;
  /** Steps that attempts went on from. */
  resumes: readonly number[];
}

const mostEntries = 20_000;

/** The entries of one run, each once, whether it came live, with the first page or with an older one. */
export class TimelineBook {
  readonly #entries = new Map<number, TimelineEntry>();
  readonly #listeners = new Set<() => void>();
  #lastEpoch: number | null = null;
  #loaded = false;
  #resumes: readonly number[] = [];
  #shown: TimelineSnapshot = { entries: [], loaded: false, resumes: [] };

  snapshot = (): TimelineSnapshot => this.#shown;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  apply(event: AnyEvent): void {
    if (this.#take(event)) this.#publish();
  }

  /** Events of the server, of any age, oldest first. */
  load(events: readonly AnyEvent[]): void {
    const newest = this.#lastEpoch;
    this.#lastEpoch = null;
    for (const event of events) this.#take(event);
    this.#lastEpoch = newest ?? this.#lastEpoch;
    this.#loaded = true;
    this.#publish();
  }

  #take(event: AnyEvent): boolean {
    if (this.#entries.has(event.seq)) return false;
    const entry = event.kind === 'progress-reported' ? this.#epoch(event) : entryOf(event);
    if (entry === null || this.#entries.size >= mostEntries) return false;
    this.#entries.set(event.seq, entry);
    if (event.kind === 'attempt-started') this.#resumed(event.data as EventDataOf<'attempt-started'>);
    return true;
  }

  #resumed({ resumed_step: step }: EventDataOf<'attempt-started'>): void {
    if (step !== null) this.#resumes = [...this.#resumes, step];
  }

  #epoch(event: AnyEvent): TimelineEntry | null {
    const data = event.data as EventDataOf<'progress-reported'>;
    const entry = epochEntry({ seq: event.seq, at: event.at, data }, this.#lastEpoch);
    if (entry !== null) this.#lastEpoch = data.epoch;
    return entry;
  }

  #publish(): void {
    const entries = gathered([...this.#entries.values()].sort((a, b) => b.seq - a.seq));
    this.#shown = { entries, loaded: this.#loaded, resumes: this.#resumes };
    for (const listener of [...this.#listeners]) listener();
  }
}
