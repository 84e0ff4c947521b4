import type { ServerResponse } from 'node:http';
import { type Cursor, formatCursor } from './cursor.ts';
import type { Subscription } from './event-hub.ts';
import type { Entry } from './topic-feed.ts';

export interface ConnectionOptions {
  heartbeatMs: number;
  /** A client that takes nothing for this long is let go; it comes back with its cursor. */
  slowClientMs: number;
  signal: AbortSignal;
}

const pageEntries = 100;

/** Wakes one sleeper; a wake while nobody sleeps is remembered. */
export class Bell {
  #rung = false;
  #sleeper: (() => void) | null = null;

  readonly ring = (): void => {
    this.#rung = true;
    this.#sleeper?.();
  };

  /** Until rung or the time is over; says whether it was rung. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#sleeper = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#sleeper = null;
    }
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }
}

/**
 * One stream to one client. It pulls from its topics' feeds at the client's own pace, so what waits here is at most one page:
 * a slow client is paused, and let go when it stays stuck.
 */
export class StreamConnection {
  readonly #raw: ServerResponse;
  readonly #subscriptions: readonly Subscription[];
  readonly #cursor: Cursor;
  readonly #options: ConnectionOptions;
  readonly #bell: Bell;
  readonly #ownRuns: ReadonlySet<string>;
  #open = true;

  constructor(
    raw: ServerResponse,
    subscriptions: readonly Subscription[],
    cursor: Cursor,
    bell: Bell,
    options: ConnectionOptions,
  ) {
    this.#raw = raw;
    this.#subscriptions = subscriptions;
    this.#cursor = cursor;
    this.#bell = bell;
    this.#options = options;
    this.#ownRuns = new Set(
      [...cursor.keys()].filter((topic) => topic.startsWith('run:')).map((topic) => topic.slice(4)),
    );
  }

  /** Runs until the client leaves, is let go, or the server ends. */
  async run(): Promise<void> {
    const close = (): void => {
      this.#open = false;
      this.#bell.ring();
    };
    this.#raw.once('close', close);
    this.#raw.once('error', close);
    this.#options.signal.addEventListener('abort', close, { once: true });
    try {
      // An id without data: the client knows its place before anything happens.
      if (this.#options.signal.aborted) return;
      await this.#write(`retry: 500\nid: ${formatCursor(this.#cursor)}\n\n`);
      while (this.#open) {
        if (await this.#sendNews()) continue;
        const rung = await this.#bell.wait(this.#options.heartbeatMs);
        if (!rung && this.#open)
          await this.#write(`: ${new Date().toISOString()}\nid: ${formatCursor(this.#cursor)}\n\n`);
      }
    } finally {
      this.#options.signal.removeEventListener('abort', close);
      for (const subscription of this.#subscriptions) subscription.release();
      this.#raw.end();
    }
  }

  async #sendNews(): Promise<boolean> {
    let any = false;
    for (const { feed } of this.#subscriptions) {
      const page = await feed.after(this.#cursor.get(feed.topic) ?? 0, pageEntries);
      if (page.length === 0) continue;
      any = true;
      await this.#write(page.map((entry) => this.#format(feed.topic, entry)).join(''));
      if (!this.#open) return false;
    }
    return any;
  }

  #format(topic: string, entry: Entry): string {
    this.#cursor.set(topic, entry.seq);
    // Who watches a run and all runs is told of that run's moves once, by the run's own topic.
    if (topic === 'runs' && this.#ownRuns.has(entry.runId)) return '';
    return `id: ${formatCursor(this.#cursor)}\nevent: ${entry.kind}\ndata: ${entry.json}\n\n`;
  }

  async #write(text: string): Promise<void> {
    if (text === '' || !this.#open || this.#raw.write(text)) return;
    const took = await this.#drained();
    if (took || !this.#open) return;
    // It took nothing for that long: what it missed is waiting for its cursor.
    this.#open = false;
    this.#raw.destroy();
  }

  /** Whether the client took what was sent in time. */
  #drained(): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (took: boolean): void => {
        clearTimeout(timer);
        this.#raw.off('drain', onDrain);
        this.#raw.off('close', onClose);
        resolve(took);
      };
      const onDrain = (): void => done(true);
      const onClose = (): void => done(false);
      const timer = setTimeout(onClose, this.#options.slowClientMs);
      this.#raw.once('drain', onDrain);
      this.#raw.once('close', onClose);
    });
  }
}
