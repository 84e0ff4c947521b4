/** Remembers who a secret is for a short while: thousands of intake calls a second must not each ask the database. */
export class CallerCache<Found> {
  readonly #keepMs: number;
  readonly #now: () => number;
  readonly #known = new Map<string, { found: Found; until: number }>();

  constructor(keepMs: number, now: () => number = () => performance.now()) {
    this.#keepMs = keepMs;
    this.#now = now;
  }

  async get(hash: string, look: () => Promise<Found | null>): Promise<Found | null> {
    const known = this.#known.get(hash);
    if (known !== undefined && known.until > this.#now()) return known.found;
    const found = await look();
    if (found === null) this.#known.delete(hash);
    else if (this.#keepMs > 0) {
      if (this.#known.size >= 1_000) this.#known.clear();
      this.#known.set(hash, { found, until: this.#now() + this.#keepMs });
    }
    return found;
  }
}
