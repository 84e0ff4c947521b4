import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { environmentWith } from '@trainyard/settings';
import { Backoff } from './backoff.ts';
import { openLog } from './log-file.ts';

export interface ServiceOptions {
  name: string;
  /** The program: a TypeScript file that Node runs. */
  main: string;
  logFile: string;
  /** Read at each start: the database may have moved. */
  environment: () => Record<string, string>;
  firstBackoffSeconds: number;
  /** How long it may live on after the supervisor was killed. */
  orphanSeconds: number;
  say: (message: string) => void;
  /** After each start: its number has changed. */
  started: () => void;
}

/**
 * A child that is kept running: started → running → died → (wait) → running … until `stop`. It lives in a process group
 * of its own, so that Ctrl-C in the terminal reaches only the supervisor, which ends things in order.
 */
export class Service {
  readonly name: string;
  readonly logFile: string;
  readonly #options: ServiceOptions;
  readonly #backoff: Backoff;
  readonly #stopping = new AbortController();
  #child: ChildProcess | null = null;
  #life: Promise<void> = Promise.resolve();
  #deaths = 0;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.logFile = options.logFile;
    this.#options = options;
    this.#backoff = new Backoff(options.firstBackoffSeconds);
  }

  get main(): string {
    return this.#options.main;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** How often it has died; a start that never succeeds is told by it. */
  get deaths(): number {
    return this.#deaths;
  }

  start(): void {
    this.#life = this.#keep();
  }

  /** Ends the present process so that a new one takes its place, with a fresh environment. */
  renew(): void {
    this.#child?.kill('SIGTERM');
  }

  async #keep(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      const end = await this.#runOnce();
      if (this.#stopping.signal.aborted) return;
      this.#deaths += 1;
      const seconds = this.#backoff.nextSeconds(performance.now() - startedAt);
      this.#options.say(`The ${this.name} ended (${end}); starting it again${seconds > 0 ? ` in ${seconds} s` : ''}.`);
      // An aborted wait is the wish to stop, seen by the loop's condition.
      await wait(seconds * 1000, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** Resolves with the words for how it ended. */
  #runOnce(): Promise<string> {
    const { name, main, logFile, orphanSeconds } = this.#options;
    const guard = new URL('./child-guard.ts', import.meta.url);
    guard.searchParams.set('limit', String(orphanSeconds));
    guard.searchParams.set('title', `trainyard ${name}`);
    const log = openLog(logFile);
    const child = spawn(process.execPath, ['--import', guard.href, main], {
      env: environmentWith(this.#options.environment()),
      detached: true,
      stdio: ['ignore', log, log, 'pipe'],
    });
    closeSync(log);
    child.stdio[3]?.on('error', () => {}); // it closes with the child
    this.#child = child;
    this.#options.started();
    return new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => {
        this.#endGroup(child.pid);
        this.#child = null;
        resolve(signal ?? `exit code ${code}`);
      });
    });
  }

  /** What the child started in its own group and left behind. */
  #endGroup(pid: number | undefined): void {
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // nobody is left, as it should be
    }
  }

  /** Asks it to end, and makes it when the time is over or `hurry` asks a second time and its own time is over. */
  async stop(limitSeconds: number, hurry?: { signal: AbortSignal; seconds: number }): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child === null) return await this.#life;
    child.kill('SIGTERM');
    const kill = () => child.kill('SIGKILL');
    const limit = setTimeout(kill, limitSeconds * 1000);
    let hurried: NodeJS.Timeout | undefined;
    const hasten = () => {
      child.kill('SIGTERM');
      hurried = setTimeout(kill, (hurry?.seconds ?? 0) * 1000);
    };
    if (hurry?.signal.aborted === true) hasten();
    else hurry?.signal.addEventListener('abort', hasten, { once: true });
    await this.#life;
    clearTimeout(limit);
    clearTimeout(hurried);
    hurry?.signal.removeEventListener('abort', hasten);
  }
}
