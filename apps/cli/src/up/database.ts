import { setTimeout as wait } from 'node:timers/promises';
import { type RunningPostgres, startPostgres } from '@trainyard/embedded-postgres';
import type { Settings } from '@trainyard/settings';
import { Backoff } from './backoff.ts';

export interface DatabaseOptions {
  settings: Settings;
  logFile: string;
  say: (message: string) => void;
  /** Its address has changed: whoever holds connections must start anew. */
  moved: () => void;
}

/** The embedded PostgreSQL, kept running. */
export class Database {
  readonly #options: DatabaseOptions;
  readonly #backoff: Backoff;
  readonly #stopping = new AbortController();
  #running: RunningPostgres;
  #life: Promise<void>;

  private constructor(options: DatabaseOptions, running: RunningPostgres) {
    this.#options = options;
    this.#running = running;
    this.#backoff = new Backoff(options.settings.restartBackoffSeconds);
    this.#life = this.#keep();
  }

  static async start(options: DatabaseOptions, signal: AbortSignal): Promise<Database> {
    return new Database(options, await Database.#launch(options, signal));
  }

  static #launch({ settings, logFile }: DatabaseOptions, signal: AbortSignal): Promise<RunningPostgres> {
    return startPostgres({ home: settings.home, settings, logFile, signal });
  }

  get url(): string {
    return this.#running.url;
  }

  get pid(): number {
    return this.#running.pid;
  }

  get adopted(): boolean {
    return this.#running.adopted;
  }

  async #keep(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      await this.#running.ended;
      if (this.#stopping.signal.aborted) return;
      await this.#again(performance.now() - startedAt);
    }
  }

  async #again(livedMs: number): Promise<void> {
    const { signal } = this.#stopping;
    const before = this.url;
    for (let lived = livedMs; !signal.aborted; lived = 0) {
      const seconds = this.#backoff.nextSeconds(lived);
      this.#options.say(`PostgreSQL ended; starting it again${seconds > 0 ? ` in ${seconds} s` : ''}.`);
      try {
        await wait(seconds * 1000, undefined, { signal });
        this.#running = await Database.#launch(this.#options, signal);
        if (this.url !== before) this.#options.moved();
        return;
      } catch (error) {
        if (!signal.aborted) this.#options.say(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running.stop('fast');
    await this.#life;
  }
}
