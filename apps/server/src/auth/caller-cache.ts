/** Remembers who a secret is for a short while: thousands of intake calls a second must not each ask the database. */
export class CallerCache<Found> {
  readonly #keepMs: number;
  readonly #now: () => number;
  readonly #known = new Map<string, { found: Found; until: number }>();
  #cleared = 0;

  constructor(keepMs: number, now: () => number = () => performance.now()) {
    this.#keepMs = keepMs;
    this.#now = now;
  }

  async get(hash: string, look: () => Promise<Found | null>): Promise<Found | null> {
    const known = this.#known.get(hash);
    if (known !== undefined && known.until > this.#now()) return known.found;
    const cleared = this.#cleared;
    const found = await look();
    // What was looked up before a secret was revoked may be that secret.
    if (cleared !== this.#cleared) return found;
    if (found === null) this.#known.delete(hash);
    else if (this.#keepMs > 0) {
      if (this.#known.size >= 1_000) this.#known.clear();
      this.#known.set(hash, { found, until: this.#now() + this.#keepMs });
    }
    return found;
  }

  /** Everybody is looked up again. */
  clear(): void {
    this.#cleared += 1;
    this.#known.clear();
  }
}
