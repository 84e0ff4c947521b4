/** A process that lived this long is well again. */
const healthyMs = 30_000;
const longestSeconds = 10;

/** How long to wait before the next restart: not at all for the first, then longer and longer while it keeps dying. */
export class Backoff {
  readonly #firstSeconds: number;
  #deaths = 0;

  constructor(firstSeconds: number) {
    this.#firstSeconds = firstSeconds;
  }

  nextSeconds(livedMs: number): number {
    if (livedMs >= healthyMs) this.#deaths = 0;
    this.#deaths += 1;
    if (this.#deaths === 1) return 0;
    return Math.min(longestSeconds, this.#firstSeconds * 2 ** (this.#deaths - 2));
  }
}
