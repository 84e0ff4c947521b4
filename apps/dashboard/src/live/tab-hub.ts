import type { StreamedEvent } from '@trainyard/api-client';
import { type Connection, sameConnection } from './connection.ts';
import { Leader, type LeaderOptions } from './leader.ts';
import type { Channel, Leadership, Message, Place } from './message.ts';
import { Subscription } from './subscription.ts';
import type { Topic } from './topic.ts';

export interface Sight {
  visible(): boolean;
  onChange(handler: () => void): void;
  onLeave(handler: () => void): void;
}

export interface TabHubOptions extends Omit<LeaderOptions, 'tell' | 'places'> {
  tab: string;
  channel: Channel;
  leadership: Leadership;
  sight: Sight;
}

export interface SubscribeSpec {
  topics: readonly Topic[];
  whileHidden: boolean;
  onEvent: (event: StreamedEvent) => void;
  onGone?: ((topic: string) => void) | undefined;
}

const renewMs = 20_000;

/**
 * What one tab hears. It tells its wishes to the leader and gets events back; when the leader goes, one of the tabs takes
 * over where this browser had heard up to. While hidden, a tab wants only what must be told all the same.
 */
export class TabHub {
  readonly #options: TabHubOptions;
  readonly #subscriptions = new Set<Subscription>();
  readonly #places = new Map<string, number>();
  readonly #connectionListeners = new Set<() => void>();
  readonly #resyncListeners = new Set<() => void>();
  #connection: Connection = { status: 'idle' };
  #leader: Leader | null = null;
  #stepDown: (() => void) | null = null;
  #told = '';
  #wasHidden = false;
  #asked = false;

  constructor(options: TabHubOptions) {
    this.#options = options;
    options.channel.onMessage((message) => this.#receive(message));
    options.sight.onChange(() => this.#sightChanged());
    options.sight.onLeave(() => this.#leave());
  }

  get connection(): Connection {
    return this.#connection;
  }

  onConnection = (listener: () => void): (() => void) => {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  };

  /** Called when something may have been missed: the connection was lost, or the page was hidden. */
  onResync = (listener: () => void): (() => void) => {
    this.#resyncListeners.add(listener);
    return () => this.#resyncListeners.delete(listener);
  };

  subscribe(spec: SubscribeSpec): () => void {
    const subscription = new Subscription(spec, this.#options.now());
    this.#subscriptions.add(subscription);
    this.#begin();
    this.#wish(subscription.places());
    return () => {
      this.#subscriptions.delete(subscription);
      this.#wish([]);
    };
  }

  /** Nothing is asked of the browser before somebody wants events. */
  #begin(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#askForLead();
    const renew = (): void => {
      this.#told = '';
      this.#wish([]);
      this.#options.later(renew, renewMs);
    };
    this.#options.later(renew, renewMs);
  }

  #askForLead(): void {
    this.#options.leadership.lead(async (signal) => {
      const { source, now, soon, later } = this.#options;
      const leader = new Leader({ source, now, soon, later, places: this.#places, tell: (m) => this.#tell(m) });
      const done = new Promise<void>((resolve) => {
        this.#stepDown = resolve;
        signal.addEventListener('abort', () => resolve());
      });
      this.#leader = leader;
      this.#options.channel.post({ kind: 'who' });
      this.#wishAll();
      await done;
      this.#leader = null;
      this.#stepDown = null;
      leader.end();
    });
  }

  /** As leader, to every tab and to this one. */
  #tell(message: Message): void {
    this.#options.channel.post(message);
    this.#receive(message);
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'wish':
        this.#leader?.wish(message.tab, message.topics, message.places, message.visible);
        this.#giveWay();
        break;
      case 'bye':
        this.#leader?.bye(message.tab);
        break;
      case 'who':
        this.#wishAll();
        break;
      case 'events':
        this.#deliver(message.events);
        break;
      case 'places':
        for (const [topic, seq] of message.places) this.#places.set(topic, seq);
        break;
      case 'connection':
        this.#connected(message.connection);
        break;
      case 'resync':
        this.#resync();
        break;
      case 'gone':
        for (const subscription of [...this.#subscriptions]) subscription.gone(message.topic);
        this.#wish([]);
        break;
    }
  }

  /** Timers of hidden tabs are slow: where another tab is looked at, that one leads. */
  #giveWay(): void {
    const { sight } = this.#options;
    if (this.#leader === null || sight.visible() || !this.#leader.anyVisible) return;
    this.#stepDown?.();
    this.#askForLead();
  }

  #deliver(events: readonly StreamedEvent[]): void {
    for (const event of events) {
      this.#places.set(`run:${event.run_id}`, event.seq);
      const all = /(?:^|;)runs=(\d+)/.exec(event.cursor)?.[1];
      if (all !== undefined) this.#places.set('runs', Number(all));
      for (const subscription of [...this.#subscriptions]) {
        if (this.#subscriptions.has(subscription)) subscription.take(event);
      }
    }
  }

  #connected(connection: Connection): void {
    if (sameConnection(this.#connection, connection)) return;
    this.#connection = connection;
    for (const listener of [...this.#connectionListeners]) listener();
  }

  #resync(): void {
    for (const listener of [...this.#resyncListeners]) listener();
  }

  #wanted(): Subscription[] {
    const visible = this.#options.sight.visible();
    return [...this.#subscriptions].filter(({ whileHidden }) => visible || whileHidden);
  }

  #wishAll(): void {
    this.#told = '';
    this.#wish(this.#wanted().flatMap((subscription) => subscription.places()));
  }

  #wish(places: readonly Place[]): void {
    const visible = this.#options.sight.visible();
    const topics = [...new Set(this.#wanted().flatMap((subscription) => subscription.names))].sort();
    const wanted = `${visible} ${topics.join(',')}`;
    if (wanted === this.#told && places.length === 0) return;
    this.#told = wanted;
    const { tab, channel } = this.#options;
    if (this.#leader === null) channel.post({ kind: 'wish', tab, topics, places, visible });
    else this.#leader.wish(tab, topics, places, visible);
  }

  #sightChanged(): void {
    const visible = this.#options.sight.visible();
    if (!visible) {
      this.#wasHidden = true;
      this.#wish([]);
      this.#giveWay();
      return;
    }
    this.#wishAll();
    // Status changes of all runs that came meanwhile were heard by nobody.
    if (this.#wasHidden && this.#subscriptions.size > 0) this.#resync();
    this.#wasHidden = false;
  }

  #leave(): void {
    this.#options.channel.post({ kind: 'bye', tab: this.#options.tab });
    this.#leader?.bye(this.#options.tab);
    this.#stepDown?.();
  }
}
