import type { StreamedEvent } from '@trainyard/api-client';
import { formatCursor, parseCursor } from './cursor.ts';
import type { Channel, Leadership, Message } from './message.ts';
import type { StreamSource, StreamSpec } from './stream-source.ts';
import { type Sight, type SubscribeSpec, TabHub } from './tab-hub.ts';
import type { Topic } from './topic.ts';

interface OpenStream {
  topics: readonly string[];
  wake: () => void;
  /** Breaks the connection; the stream tells and goes on, as the real client does. */
  broken: boolean;
}

/** The far end: a server that numbers events as ours does and sends what comes after a cursor. */
class FakeServer implements StreamSource {
  readonly streams = new Set<OpenStream>();
  readonly #log: StreamedEvent[] = [];
  readonly #all: StreamedEvent[] = [];
  readonly deleted = new Set<string>();
  opened = 0;
  mostAtOnce = 0;

  /** A move of a run, which `runs` hears too, or a line that only its own topic brings. */
  say(run: string, kind: 'status-changed' | 'log-dropped', at = new Date()): void {
    const seq = this.#log.filter((event) => event.run_id === run).length + 1;
    // Data play no part in what is tested; the kind decides who hears.
    const event = { run_id: run, seq, kind, data: {}, at: at.toISOString(), cursor: '' } as unknown as StreamedEvent;
    this.#log.push(event);
    if (kind === 'status-changed') this.#all.push(event);
    for (const { wake } of this.streams) wake();
  }

  breakConnections(): void {
    for (const stream of this.streams) {
      stream.broken = true;
      stream.wake();
    }
  }

  async missing(runs: readonly string[]): Promise<string[]> {
    return runs.filter((run) => this.deleted.has(run));
  }

  async *open({ topics, cursor, signal, onPlace, onLost }: StreamSpec): AsyncGenerator<StreamedEvent> {
    this.opened += 1;
    if (topics.some((topic) => this.deleted.has(topic.slice('run:'.length)))) {
      throw Object.assign(new Error('There is no such run.'), { status: 404 });
    }
    const places = parseCursor(cursor);
    for (const topic of topics) if (!places.has(topic)) places.set(topic, topic === 'runs' ? this.#all.length : 0);
    let rung = Promise.withResolvers<void>();
    const stream: OpenStream = { topics, broken: false, wake: () => rung.resolve() };
    this.streams.add(stream);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.streams.size);
    signal.addEventListener('abort', () => {
      this.streams.delete(stream);
      stream.wake();
    });
    try {
      onPlace(formatCursor(places));
      while (!signal.aborted) {
        if (stream.broken) {
          onLost();
          stream.broken = false;
          await new Promise((resolve) => setTimeout(resolve, 200));
          onPlace(formatCursor(places));
        }
        rung = Promise.withResolvers<void>();
        for (const event of this.#after(topics, places)) yield { ...event, cursor: formatCursor(places) };
        await rung.promise;
      }
    } finally {
      this.streams.delete(stream);
    }
  }

  *#after(topics: readonly string[], places: Map<string, number>): Generator<StreamedEvent> {
    for (const topic of topics) {
      if (topic === 'runs') {
        for (const event of this.#all.slice(places.get('runs') ?? 0)) {
          places.set('runs', (places.get('runs') ?? 0) + 1);
          if (!topics.includes(`run:${event.run_id}`)) yield event;
        }
        continue;
      }
      for (const event of this.#log.filter((one) => `run:${one.run_id}` === topic)) {
        if (event.seq <= (places.get(topic) ?? 0)) continue;
        places.set(topic, event.seq);
        yield event;
      }
    }
  }
}

/** Tabs of one browser: a lock that one of them has, a channel that reaches all others. */
export class FakeBrowser {
  readonly server = new FakeServer();
  readonly #handlers = new Map<string, (message: Message) => void>();
  readonly #queue: (() => Promise<void>)[] = [];
  #held = false;
  #made = 0;

  tab(): FakeTab {
    this.#made += 1;
    const name = `tab-${this.#made}`;
    const gone = new AbortController();
    const channel: Channel = {
      post: (message) => {
        if (gone.signal.aborted) return;
        for (const [other, handler] of this.#handlers) if (other !== name) queueMicrotask(() => handler(message));
      },
      onMessage: (handler) => this.#handlers.set(name, handler),
    };
    const leadership: Leadership = {
      lead: (whileLeading) => {
        this.#queue.push(() => whileLeading(gone.signal));
        this.#grant();
      },
    };
    const sight = new FakeSight();
    const hub = new TabHub({
      tab: name,
      channel,
      leadership,
      sight,
      source: this.server,
      now: Date.now,
      soon: queueMicrotask,
      later: (callback, ms) => {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    });
    const crash = (): void => {
      this.#handlers.delete(name);
      gone.abort();
    };
    return { hub, sight, crash };
  }

  #grant(): void {
    if (this.#held) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#held = true;
    void next().finally(() => {
      this.#held = false;
      this.#grant();
    });
  }
}

export interface FakeTab {
  hub: TabHub;
  sight: FakeSight;
  /** Gone without a word: its lock is free, its stream is cut. */
  crash: () => void;
}

class FakeSight implements Sight {
  #visible = true;
  readonly #changed: (() => void)[] = [];
  readonly #left: (() => void)[] = [];
  visible = (): boolean => this.#visible;
  onChange(handler: () => void): void {
    this.#changed.push(handler);
  }
  onLeave(handler: () => void): void {
    this.#left.push(handler);
  }
  show(visible: boolean): void {
    this.#visible = visible;
    for (const handler of this.#changed) handler();
  }
  leave(): void {
    for (const handler of this.#left) handler();
  }
}

/** Subscribes and writes down what comes: `b2` is the second event of run b. */
export function listen(
  tab: FakeTab,
  topics: readonly Topic[],
  more: Partial<SubscribeSpec> = {},
): { heard: string[]; stop: () => void } {
  const heard: string[] = [];
  const onEvent = (event: StreamedEvent): void => void heard.push(`${event.run_id}${event.seq}`);
  return { heard, stop: tab.hub.subscribe({ topics, whileHidden: false, onEvent, ...more }) };
}
