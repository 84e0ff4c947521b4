/** Tells once when a trainer has said nothing for longer than it announced. */
export class SilenceWatch {
  readonly #usualMs: number;
  readonly #onStall: (silentMs: number) => void;
  #timer: NodeJS.Timeout | null = null;
  #allowedMs: number;

  constructor(usualMs: number, onStall: (silentMs: number) => void) {
    this.#usualMs = usualMs;
    this.#allowedMs = usualMs;
    this.#onStall = onStall;
  }

  /** A line came; `expectNextMs` is what it said of the next one, undefined where it said nothing. */
  heard(expectNextMs: number | undefined): void {
    // What was announced holds until something else is: a heartbeat says nothing of the next epoch.
    if (expectNextMs !== undefined) this.#allowedMs = Math.max(expectNextMs, 1000);
    if (this.#timer !== null && expectNextMs === undefined) {
      this.#timer.refresh();
      return;
    }
    this.stop();
    const allowed = this.#allowedMs;
    // Not `unref`: the attempt disposes of it.
    this.#timer = setTimeout(() => this.#onStall(allowed), allowed);
  }

  /** Back to the usual patience, for instance when a phase ends. */
  reset(): void {
    this.#allowedMs = this.#usualMs;
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
