import { TopicFeed, type TopicSource } from './topic-feed.ts';

export interface HubSource extends TopicSource {
  /** The newest seq of a topic now; throws run-not-found. */
  last(topic: string): Promise<number>;
  /** Announcements of new events, `topic=seq`; `missed` = some may have been lost. Returns the way to stop. */
  listen(handlers: { heard(payload: string): void; missed(): void }): Promise<() => void>;
}

export interface Subscription {
  feed: TopicFeed;
  release(): void;
}

/**
 * Feeds by topic, shared by all streams of this process. It begins to listen before it reads a topic's newest seq, so
 * nothing falls between.
 */
export class EventHub {
  readonly #source: HubSource;
  readonly #feeds = new Map<string, TopicFeed>();
  readonly #onError: (error: unknown) => void;
  #stopListening: Promise<() => void> | null = null;
  /** Open streams. */
  clients = 0;
  /** Ends every stream. */
  readonly closing = new AbortController();

  constructor(source: HubSource, onError: (error: unknown) => void) {
    this.#source = source;
    this.#onError = onError;
  }

  #listening(): Promise<() => void> {
    this.#stopListening ??= this.#source
      .listen({
        heard: (payload) => this.#heard(payload),
        missed: () => this.refreshAll(),
      })
      .catch((error: unknown) => {
        this.#stopListening = null;
        throw error;
      });
    return this.#stopListening;
  }

  #heard(payload: string): void {
    const at = payload.lastIndexOf('=');
    const feed = this.#feeds.get(payload.slice(0, at));
    if (feed !== undefined) this.#refresh(feed, Number(payload.slice(at + 1)));
  }

  #refresh(feed: TopicFeed, seq?: number): void {
    feed.refresh(seq).catch((error: unknown) => this.#onError(error));
  }

  /** Reads on in every topic, whatever was announced: after a lost connection, and now and then for safety. */
  refreshAll(): void {
    for (const feed of this.#feeds.values()) this.#refresh(feed);
  }

  async subscribe(topic: string, wake: () => void): Promise<Subscription> {
    await this.#listening();
    let feed = this.#feeds.get(topic);
    if (feed === undefined) {
      const last = await this.#source.last(topic);
      feed = this.#feeds.get(topic) ?? new TopicFeed(topic, last, this.#source);
      this.#feeds.set(topic, feed);
      // What came between reading the newest seq and being found in the map was announced to nobody.
      this.#refresh(feed);
    }
    const found = feed;
    const stop = found.watch(wake);
    return {
      feed: found,
      release: () => {
        stop();
        if (found.watchers === 0) this.#feeds.delete(topic);
      },
    };
  }

  /** All of them or none: where one topic cannot be had, those that could are given back. */
  async subscribeAll(topics: readonly string[], wake: () => void): Promise<Subscription[]> {
    const tried = await Promise.allSettled(topics.map((topic) => this.subscribe(topic, wake)));
    const had = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = tried.find((one) => one.status === 'rejected');
    if (failed === undefined) return had;
    for (const subscription of had) subscription.release();
    throw failed.reason;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.#stopListening?.then((stop) => stop()).catch(() => undefined);
  }
}
