/** One event of a topic, already written out as the stream sends it. */
export interface Entry {
  /** Its number within the topic. */
  seq: number;
  runId: string;
  kind: string;
  json: string;
}

export interface TopicSource {
  /** Entries after a seq, oldest first. */
  read(topic: string, after: number, limit: number): Promise<Entry[]>;
}

const pageEntries = 500;
const keptEntries = 1_000;
const keptBytes = 2 * 1024 * 1024;

/**
 * The newest events of one topic, read once for all that watch it. Modes: current → (told of a newer seq) → reading →
 * current. Watchers pull with `after`; they are only woken, so a slow one costs no memory here. What is older than the
 * kept window is read for the watcher that asks for it.
 */
export class TopicFeed {
  readonly topic: string;
  readonly #source: TopicSource;
  readonly #watchers = new Set<() => void>();
  #recent: Entry[] = [];
  #bytes = 0;
  /** Everything up to here was read. */
  #last: number;
  #told: number;
  #unsure = false;
  #reading: Promise<void> | null = null;

  constructor(topic: string, last: number, source: TopicSource) {
    this.topic = topic;
    this.#last = last;
    this.#told = last;
    this.#source = source;
  }

  /** The newest seq that was read. */
  get last(): number {
    return this.#last;
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  watch(wake: () => void): () => void {
    this.#watchers.add(wake);
    return () => this.#watchers.delete(wake);
  }

  /** There is an event with this seq, or (no seq) there may be: read on. Resolves when what was there is read. */
  async refresh(seq?: number): Promise<void> {
    if (seq === undefined) this.#unsure = true;
    else if (seq <= this.#last) return;
    else this.#told = Math.max(this.#told, seq);
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    while (this.#unsure || this.#told > this.#last) {
      const wanted = this.#told;
      const unsure = this.#unsure;
      this.#unsure = false;
      const page = await this.#source.read(this.topic, this.#last, pageEntries);
      const newest = page.at(-1);
      if (newest === undefined) {
        // Told in vain; unless told of a still newer one meanwhile, there is nothing to read.
        if (this.#told === wanted) this.#told = this.#last;
        continue;
      }
      this.#keep(page);
      this.#last = newest.seq;
      // Who was not told how far it goes reads until there is nothing more.
      if (unsure) this.#unsure = true;
      for (const wake of this.#watchers) wake();
    }
  }

  #keep(page: readonly Entry[]): void {
    for (const entry of page) this.#bytes += entry.json.length;
    this.#recent.push(...page);
    let drop = Math.max(0, this.#recent.length - keptEntries);
    for (let i = 0; i < drop; i += 1) this.#bytes -= this.#recent[i]?.json.length ?? 0;
    while (this.#bytes > keptBytes && drop < this.#recent.length) {
      this.#bytes -= this.#recent[drop]?.json.length ?? 0;
      drop += 1;
    }
    if (drop > 0) this.#recent = this.#recent.slice(drop);
  }

  /** The next entries after a seq; empty = nothing newer is known. */
  async after(seq: number, limit: number): Promise<Entry[]> {
    if (seq >= this.#last) return [];
    const first = this.#recent[0];
    if (first !== undefined && first.seq <= seq + 1) {
      // Where no run was removed for good, seqs have no gaps, and this is the place; else it comes earlier.
      let from = Math.min(seq + 1 - first.seq, this.#recent.length);
      while (from > 0 && (this.#recent[from - 1]?.seq ?? 0) > seq) from -= 1;
      return this.#recent.slice(from, from + limit);
    }
    return this.#source.read(this.topic, seq, limit);
  }
}
