/** Keeps the values used last, up to a total weight; the newest is kept whatever it weighs. */
export class BoundedCache<T> {
  readonly #most: number;
  readonly #kept = new Map<string, { value: Promise<T>; weight: number }>();

  constructor(most: number) {
    this.#most = most;
  }

  async get(key: string, make: () => Promise<T>, weigh: (value: T) => number): Promise<T> {
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.value;
    }
    const entry = { value: make(), weight: 0 };
    this.#kept.set(key, entry);
    try {
      const value = await entry.value;
      entry.weight = weigh(value);
      this.#shrink(key);
      return value;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  #shrink(keep: string): void {
    let total = [...this.#kept.values()].reduce((sum, entry) => sum + entry.weight, 0);
    for (const [key, entry] of [...this.#kept]) {
      if (total <= this.#most) return;
      if (key === keep) continue;
      this.#kept.delete(key);
      total -= entry.weight;
    }
  }
}
