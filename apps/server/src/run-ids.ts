import { runIdOf, type Store } from '@trainyard/store';

const kept = 10_000;

/** Ids behind short numbers, which never change: the intake asks thousands of times a second. */
export class RunIds {
  readonly #store: Store;
  readonly #known = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** An id is taken as it is; whether there is such a run, the write that follows says. */
  async of(ref: string): Promise<string> {
    if (ref.length === 36) return ref.toLowerCase();
    const known = this.#known.get(ref);
    if (known !== undefined) return known;
    const id = await runIdOf(this.#store, ref);
    if (this.#known.size >= kept) this.#known.clear();
    this.#known.set(ref, id);
    return id;
  }
}
