import type { StreamedEvent } from '@trainyard/api-client';
import type { Connection } from './connection.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import type { Message, Place } from './message.ts';
import type { StreamSource } from './stream-source.ts';

export interface LeaderOptions {
  source: StreamSource;
  /** To every tab, this one too. */
  tell: (message: Message) => void;
  /** Where this browser has heard up to. */
  places: ReadonlyMap<string, number>;
  now: () => number;
  /** Calls back soon, though the page is hidden: timers are slow there. */
  soon: (callback: () => void) => void;
  /** Later by so many milliseconds; the answer cancels it. */
  later: (callback: () => void, ms: number) => () => void;
}

interface TabWish {
  topics: readonly string[];
  visible: boolean;
  renewedAt: number;
}

/** A stream takes at most a hundred topics. */
const topicsOfStream = 90;
/** A change of page withdraws topics and wants others; one stream serves both. */
const settleMs = 40;
const retryMs = 3_000;
/** Tabs renew their wish every 20 s, hidden ones once a minute at least. */
const forgottenAfterMs = 150_000;

/**
 * Holds the one stream of this browser. Modes: idle (nobody wants anything) → connecting → live ⇄ lost; a change of topics
 * opens a new stream where the old one stood, so nothing falls between.
 */
export class Leader {
  readonly #options: LeaderOptions;
  readonly #wishes = new Map<string, TabWish>();
  readonly #places: Map<string, number>;
  readonly #gone = new Set<string>();
  #served = '';
  #stream: AbortController | null = null;
  #cancelSettling: (() => void) | null = null;
  #ready: StreamedEvent[] = [];
  #connection: Connection = { status: 'idle' };
  #ended = false;

  constructor(options: LeaderOptions) {
    this.#options = options;
    this.#places = new Map(options.places);
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Whether some tab is looked at. */
  get anyVisible(): boolean {
    return [...this.#wishes.values()].some(({ visible }) => visible);
  }

  wish(tab: string, topics: readonly string[], places: readonly Place[], visible: boolean): void {
    // Who came later has not heard how things stand.
    if (!this.#wishes.has(tab)) this.#greet();
    this.#wishes.set(tab, { topics, visible, renewedAt: this.#options.now() });
    let back = false;
    for (const [topic, seq] of places) {
      const at = this.#places.get(topic);
      if (at !== undefined && at <= seq) continue;
      // Who came late needs what the others have heard: they pass over the repeats.
      if (at !== undefined) back = true;
      this.#places.set(topic, seq);
      this.#gone.delete(topic);
    }
    if (back) this.#served = '';
    this.#settle();
  }

  #greet(): void {
    this.#options.tell({ kind: 'connection', connection: this.#connection });
    this.#options.tell({ kind: 'places', places: [...this.#places] });
  }

  bye(tab: string): void {
    if (this.#wishes.delete(tab)) this.#settle();
  }

  end(): void {
    this.#ended = true;
    this.#cancelSettling?.();
    this.#flush();
    this.#stream?.abort();
  }

  #settle(ms = settleMs): void {
    if (this.#ended) return;
    this.#cancelSettling?.();
    this.#cancelSettling = this.#options.later(() => {
      this.#cancelSettling = null;
      this.#serve();
    }, ms);
  }

  /** Looked-at tabs first, so that what is cut off is what nobody sees. */
  #topics(): string[] {
    const latest = this.#options.now() - forgottenAfterMs;
    for (const [tab, { renewedAt }] of this.#wishes) if (renewedAt < latest) this.#wishes.delete(tab);
    const tabs = [...this.#wishes.values()].sort((a, b) => Number(b.visible) - Number(a.visible));
    const topics = new Set(tabs.flatMap((tab) => tab.topics).filter((topic) => !this.#gone.has(topic)));
    return [...topics].slice(0, topicsOfStream).sort();
  }

  #serve(): void {
    const topics = this.#topics();
    const wanted = topics.join(',');
    if (wanted === this.#served && (wanted === '' || this.#stream !== null)) return;
    this.#stream?.abort();
    this.#stream = null;
    this.#served = wanted;
    if (topics.length === 0) {
      this.#say({ status: 'idle' });
      return;
    }
    if (this.#connection.status === 'idle') this.#say({ status: 'connecting' });
    const stream = new AbortController();
    this.#stream = stream;
    void this.#read(topics, stream.signal);
  }

  async #read(topics: readonly string[], signal: AbortSignal): Promise<void> {
    const places = new Map([...this.#places].filter(([topic]) => topics.includes(topic)));
    try {
      const events = this.#options.source.open({
        topics,
        cursor: formatCursor(places),
        signal,
        onPlace: (cursor) => this.#opened(cursor, signal),
        onLost: () => this.#lost(signal),
      });
      for await (const event of events) {
        if (signal.aborted) return;
        this.#heard(event);
      }
    } catch (error) {
      if (!signal.aborted) await this.#refused(topics, error);
    }
  }

  #opened(cursor: string, signal: AbortSignal): void {
    if (signal.aborted) return;
    const places = [...parseCursor(cursor)];
    for (const [topic, seq] of places) this.#places.set(topic, Math.max(seq, this.#places.get(topic) ?? 0));
    this.#options.tell({ kind: 'places', places });
    const wasLost = this.#connection.status === 'lost';
    this.#say({ status: 'live' });
    if (wasLost) this.#options.tell({ kind: 'resync' });
  }

  #lost(signal: AbortSignal): void {
    if (signal.aborted || this.#connection.status === 'lost') return;
    this.#say({ status: 'lost', since: this.#options.now() });
  }

  /** The server will not have it: a run of it was deleted, or the session is over. */
  async #refused(topics: readonly string[], error: unknown): Promise<void> {
    this.#stream = null;
    this.#served = '';
    if (this.#connection.status !== 'lost') this.#say({ status: 'lost', since: this.#options.now() });
    const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 0;
    if (status === 404) {
      const runs = topics.filter((topic) => topic.startsWith('run:')).map((topic) => topic.slice('run:'.length));
      for (const id of await this.#options.source.missing(runs).catch(() => [])) {
        this.#gone.add(`run:${id}`);
        this.#places.delete(`run:${id}`);
        this.#options.tell({ kind: 'gone', topic: `run:${id}` });
      }
      this.#settle();
      return;
    }
    if (status === 401) this.#options.tell({ kind: 'resync' });
    this.#settle(retryMs);
  }

  #heard(event: StreamedEvent): void {
    this.#places.set(`run:${event.run_id}`, event.seq);
    const all = /(?:^|;)runs=(\d+)/.exec(event.cursor)?.[1];
    if (all !== undefined) this.#places.set('runs', Number(all));
    this.#ready.push(event);
    if (this.#ready.length === 1) this.#options.soon(() => this.#flush());
  }

  /** Events that come together travel together. */
  #flush(): void {
    if (this.#ready.length === 0) return;
    const events = this.#ready;
    this.#ready = [];
    this.#options.tell({ kind: 'events', events });
  }

  #say(connection: Connection): void {
    this.#connection = connection;
    this.#options.tell({ kind: 'connection', connection });
  }
}
