import type { LogLine } from './log-line.ts';

export interface LogPage {
  items: readonly LogLine[];
  total: number;
}
export interface LogBookOptions {
  /** Reads so many lines from one on. */
  read: (from: number, limit: number) => Promise<LogPage>;
  /** Calls back before the next picture is drawn. */
  beforePaint: (callback: () => void) => void;
}
export interface LogSnapshot {
  total: number;
  /** Rises with every change of what is known. */
  version: number;
  /** The first page has come. */
  loaded: boolean;
  failed: unknown;
}

export const pageLines = 500;
/** Pages kept in memory; the rest is read again when it is scrolled to. */
const keptPages = 60;

/**
 * The log of one run as far as it is needed: pages of lines that were looked at lately, and what comes live. Whatever the
 * log's length, memory is bounded; lines that are not here are asked for when they come into view.
 */
export class LogBook {
  readonly #options: LogBookOptions;
  /** By page number, the one used last at the end. A page may have holes until it is read. */
  readonly #pages = new Map<number, (LogLine | undefined)[]>();
  readonly #asked = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #total = 0;
  #scheduled = false;
  #shown: LogSnapshot = { total: 0, version: 0, loaded: false, failed: null };

  constructor(options: LogBookOptions) {
    this.#options = options;
  }

  snapshot = (): LogSnapshot => this.#shown;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The end of the log, as the page opens. */
  async open(): Promise<void> {
    try {
      const page = await this.#options.read(-pageLines, pageLines);
      this.#put(page.items);
      this.#changed({ total: Math.max(this.#total, page.total), loaded: true, failed: null });
    } catch (failed) {
      this.#changed({ failed });
    }
  }

  /** Lines of the stream; `end` is how many there are after them. */
  append(lines: readonly LogLine[], end: number): void {
    this.#put(lines);
    this.#changed({ total: Math.max(this.#total, end) });
  }

  /** A line, if it is here; else its page is asked for. */
  line(n: number): LogLine | undefined {
    const number = Math.floor(n / pageLines);
    const line = this.#pages.get(number)?.[n % pageLines];
    if (line === undefined && n < this.#total) void this.#fetch(number);
    return line;
  }

  /** Lines were missed, or the page was long hidden. */
  async resync(): Promise<void> {
    try {
      const page = await this.#options.read(-1, 1);
      this.#put(page.items);
      this.#changed({ total: Math.max(this.#total, page.total), failed: null });
    } catch {
      // It is tried again when a line is asked for.
    }
  }

  async #fetch(number: number): Promise<void> {
    if (this.#asked.has(number)) return;
    this.#asked.add(number);
    try {
      const page = await this.#options.read(number * pageLines, pageLines);
      this.#put(page.items);
      this.#changed({ total: Math.max(this.#total, page.total), failed: null });
    } catch (failed) {
      this.#changed({ failed });
    } finally {
      this.#asked.delete(number);
    }
  }

  #put(lines: readonly LogLine[]): void {
    let at = -1;
    let page: (LogLine | undefined)[] = [];
    for (const line of lines) {
      const number = Math.floor(line.n / pageLines);
      if (number !== at) {
        at = number;
        page = this.#pages.get(number) ?? [];
        this.#pages.delete(number);
        this.#pages.set(number, page);
      }
      page[line.n % pageLines] = line;
    }
    while (this.#pages.size > keptPages) {
      const oldest = this.#pages.keys().next().value;
      if (oldest === undefined) return;
      this.#pages.delete(oldest);
    }
  }

  #changed(change: Partial<Omit<LogSnapshot, 'version'>>): void {
    if (change.total !== undefined) this.#total = change.total;
    this.#next = { ...this.#next, ...change };
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.beforePaint(() => {
      this.#scheduled = false;
      this.#shown = { ...this.#shown, ...this.#next, version: this.#shown.version + 1 };
      this.#next = {};
      for (const listener of [...this.#listeners]) listener();
    });
  }

  #next: Partial<LogSnapshot> = {};
}
