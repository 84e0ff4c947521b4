/**
 * An answer that is asked for more often than it changes. Those who ask while it is being made wait for the same one; it is
 * made anew once it is older than `milliseconds`. One that failed is not kept.
 */
export class KeptAnswers<T> {
  readonly #make: (key: string) => Promise<T>;
  readonly #milliseconds: number;
  readonly #most: number;
  readonly #kept = new Map<string, { at: number; answer: Promise<T> }>();

  constructor(make: (key: string) => Promise<T>, limits: { milliseconds: number; most: number }) {
    this.#make = make;
    this.#milliseconds = limits.milliseconds;
    this.#most = limits.most;
  }

  get(key: string): Promise<T> {
    const now = performance.now();
    const known = this.#kept.get(key);
    if (known !== undefined && now - known.at < this.#milliseconds) return known.answer;
    const answer = this.#make(key);
    const entry = { at: now, answer };
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    answer.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    for (const old of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - this.#most))) {
      this.#kept.delete(old);
    }
    return answer;
  }
}
