const dropEveryMs = 3_600_000;

export interface TidyingSteps {
  /** Joins the small metric chunks of the runs that are ours. */
  merge(): Promise<void>;
  /** Drops what is too old to be shown. */
  drop(): Promise<void>;
  failed(error: unknown): void;
}

/** Housekeeping that wants to know which runs are ours, and so begins right after a beat; no beat waits for it. */
export class Tidying {
  readonly #mergeEveryMs: number;
  readonly #steps: TidyingSteps;
  #going: Promise<void> | null = null;
  #mergeAt = 0;
  #dropAt = 0;

  constructor(mergeEveryMs: number, steps: TidyingSteps) {
    this.#mergeEveryMs = mergeEveryMs;
    this.#steps = steps;
  }

  /** Begins what is due, unless the last one still goes on. */
  beginWhenDue(): void {
    const now = performance.now();
    if (this.#going !== null || now < this.#mergeAt) return;
    this.#mergeAt = now + this.#mergeEveryMs;
    this.#going = this.#tidy(now)
      .catch((error: unknown) => this.#steps.failed(error))
      .finally(() => {
        this.#going = null;
      });
  }

  /** Resolves when nothing goes on any more. */
  async ended(): Promise<void> {
    await this.#going;
  }

  async #tidy(now: number): Promise<void> {
    await this.#steps.merge();
    if (now < this.#dropAt) return;
    this.#dropAt = now + dropEveryMs;
    await this.#steps.drop();
  }
}
