/**
 * Work that is done every so often and whenever it is asked for: never twice at once, and asked for while it runs means
 * once more afterwards. An error is told and ends nothing.
 */
export class Periodic {
  readonly #work: () => Promise<void>;
  readonly #everyMs: number;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #going: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(everyMs: number, work: () => Promise<void>, onError: (error: unknown) => void) {
    this.#everyMs = everyMs;
    this.#work = work;
    this.#onError = onError;
  }

  /** Resolves when it has been done at least once from now on. */
  now(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    if (this.#going !== null) {
      this.#again = true;
      return this.#going;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#going = this.#run().finally(() => {
      this.#going = null;
      if (!this.#stopped) this.#timer = setTimeout(() => void this.now(), this.#everyMs);
    });
    return this.#going;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#going;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      try {
        await this.#work();
      } catch (error) {
        this.#onError(error);
      }
    } while (this.#again && !this.#stopped);
  }
}
