import type { Store } from '@trainyard/store';

/** A notification that was lost without anybody seeing it delays a reader by no more than this. */
const patienceMs = 2000;

/** Tells readers when a batch has something new; who rings says nothing else, so everything is read from the tables. */
export class BatchBell {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #work = new Set<() => void>();

  /** Returns the way to stop. */
  async listen(store: Pick<Store, 'listener'>): Promise<() => void> {
    return store.listener.listen('trainyard_batch', {
      heard: (payload) => {
        const id = payload.replace(/^work /, '');
        this.#ring(id);
        if (id !== payload) for (const wake of this.#work) wake();
      },
      missed: () => {
        for (const id of [...this.#waiting.keys()]) this.#ring(id);
      },
    });
  }

  #ring(id: string): void {
    for (const wake of this.#waiting.get(id) ?? []) wake();
  }

  /** Called whenever there may be a batch to be worked on. */
  onWork(wake: () => void): void {
    this.#work.add(wake);
  }

  /** Resolves at the next ring from now on, or a little later without one. Taken before the tables are read, it misses nothing. */
  next(id: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(wake, patienceMs);
      signal.addEventListener('abort', wake);
      waiting.add(wake);
      if (signal.aborted) wake();
    });
  }
}
