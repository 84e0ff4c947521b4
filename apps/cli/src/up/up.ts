import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainyardError } from '@trainyard/contracts';
import { type Settings, unknownSettings } from '@trainyard/settings';
import { buildDashboard } from './dashboard.ts';
import { Database } from './database.ts';
import { type HomeLock, lockHome } from './home-lock.ts';
import { type Interrupts, watchInterrupts } from './interrupts.ts';
import { awaitLeftovers, forgetServices, noteServices } from './leftovers.ts';
import { ensureLocalKey } from './local-key.ts';
import { LogFollower, rotate } from './log-file.ts';
import { localUrl, requireFreePort } from './port-check.ts';
import { signInLink, untilReady } from './ready.ts';
import { Service } from './service.ts';

export interface UpOptions {
  settings: Settings;
  welcome: boolean;
  verbose: boolean;
  say: (message: string) => void;
  /** The programs to run; stand-ins in tests. */
  mains?: { server: string; worker: string };
}

const rotateEveryMs = 10_000;
const followEveryMs = 200;
/** Between the end of a worker's own time and the supervisor's patience. */
const marginSeconds = 5;

const appsFolder = fileURLToPath(new URL('../../../', import.meta.url));
const productMains = { server: join(appsFolder, 'server/src/main.ts'), worker: join(appsFolder, 'worker/src/main.ts') };
type ServiceName = keyof typeof productMains;

/** Starts all, keeps it running until a signal, and ends all in order. Returns when no process is left. */
export async function runUp(options: UpOptions): Promise<void> {
  const { settings, say } = options;
  for (const { name, nearest } of unknownSettings()) {
    say(`Warning: there is no setting ${name}${nearest === null ? '' : `; did you mean ${nearest}?`}`);
  }
  makeHome(settings.home);
  const interrupts = watchInterrupts();
  let lock: HomeLock | null = null;
  try {
    lock = await lockHome(settings.home);
    await awaitLeftovers(settings.home, settings.drainDeadlineSeconds + marginSeconds, say);
    await requireFreePort(settings);
    await new Supervisor(options, interrupts).run();
  } finally {
    interrupts.dispose();
    await lock?.release();
  }
}

/** As root, the account of the database passes through the home; nothing in it can be listed. */
function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new TrainyardError(
      'home-unusable',
      {
        folder: home,
        detail: cause instanceof Error ? cause.message : String(cause),
        cure: 'Make it writable for this user, or set TRAINYARD_HOME to another folder.',
      },
      { cause },
    );
  }
}

class Supervisor {
  readonly #options: UpOptions;
  readonly #settings: Settings;
  readonly #interrupts: Interrupts;
  readonly #services: Service[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #database: Database | null = null;
  #dashboard: string | null = null;

  constructor(options: UpOptions, interrupts: Interrupts) {
    this.#options = options;
    this.#settings = options.settings;
    this.#interrupts = interrupts;
  }

  #log(name: string): string {
    return join(this.#settings.home, 'logs', `${name}.log`);
  }

  async run(): Promise<void> {
    const { ending } = this.#interrupts;
    const { home } = this.#settings;
    const startedAt = performance.now();
    const fresh = !existsSync(join(home, 'postgres/data/PG_VERSION'));
    const key = ensureLocalKey(home);
    this.#followLogs();
    try {
      await this.#start(fresh, ending);
      const url = localUrl(this.#settings);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      await this.#announce(url, key, seconds);
      if (this.#options.welcome) await this.#welcome(url, key, ending);
      if (!ending.aborted) await new Promise((resolve) => ending.addEventListener('abort', resolve, { once: true }));
    } catch (error) {
      // A start that was interrupted is an end, not a failure.
      if (!ending.aborted) throw error;
    } finally {
      await this.#end();
    }
  }

  async #start(fresh: boolean, signal: AbortSignal): Promise<void> {
    const settings = this.#settings;
    const { say } = this.#options;
    const dashboard = this.#buildDashboard(signal);
    if (settings.databaseUrl === null) {
      if (fresh) say('Making the database.');
      const moved = () => {
        for (const service of this.#services) service.renew();
      };
      this.#database = await Database.start({ settings, logFile: this.#log('postgres'), say, moved }, signal);
      if (this.#database.adopted) say('PostgreSQL was still running; it is used as it is.');
    }
    this.#dashboard = await dashboard;
    signal.throwIfAborted();
    this.#services.push(
      this.#service('server', settings.serverStopSeconds + marginSeconds),
      this.#service('worker', settings.drainDeadlineSeconds + marginSeconds),
    );
    for (const service of this.#services) service.start();
    await untilReady({
      url: localUrl(settings),
      services: this.#services,
      limitSeconds: settings.readySeconds,
      signal,
    });
  }

  /** Stand-ins have nothing to serve; who names a folder has built it. */
  async #buildDashboard(signal: AbortSignal): Promise<string | null> {
    if (this.#settings.dashboard !== null) return this.#settings.dashboard;
    return this.#options.mains === undefined
      ? buildDashboard({ say: this.#options.say, signal, home: this.#settings.home })
      : null;
  }

  #service(name: ServiceName, orphanSeconds: number): Service {
    const { home, restartBackoffSeconds } = this.#settings;
    return new Service({
      name,
      main: (this.#options.mains ?? productMains)[name],
      logFile: this.#log(name),
      environment: () => ({
        TRAINYARD_HOME: home,
        DATABASE_URL: this.#database?.url ?? this.#settings.databaseUrl ?? '',
        ...(this.#dashboard === null ? {} : { TRAINYARD_DASHBOARD: this.#dashboard }),
      }),
      firstBackoffSeconds: restartBackoffSeconds,
      orphanSeconds,
      say: this.#options.say,
      started: () => this.#note(),
    });
  }

  #note(): void {
    const going = this.#services.flatMap(({ main, pid }) => (pid === null ? [] : [{ pid, main }]));
    noteServices(this.#settings.home, going);
  }

  #followLogs(): void {
    const names = ['postgres', 'server', 'worker'];
    const limit = this.#settings.serviceLogBytes;
    const putAside = () => {
      for (const name of names) rotate(this.#log(name), limit);
    };
    putAside();
    this.#timers.push(setInterval(putAside, rotateEveryMs));
    if (!this.#options.verbose) return;
    const followers = names.map(
      (name) => new LogFollower(this.#log(name), (line) => this.#options.say(`${name}: ${line}`)),
    );
    this.#timers.push(setInterval(() => followers.forEach((follower) => void follower.read()), followEveryMs));
  }

  async #announce(url: string, key: string, seconds: string): Promise<void> {
    const { say } = this.#options;
    const link = await signInLink(url, key, this.#interrupts.ending);
    say(`Trainyard is ready at ${this.#settings.publicUrl ?? url} (after ${seconds} s).`);
    say(link === null ? 'Sign in with a link from: npx trainyard link' : `Sign in: ${link}`);
    say(`Logs: ${join(this.#settings.home, 'logs')}. Ctrl-C ends everything; runs go on at the next start.`);
  }

  async #welcome(url: string, key: string, signal: AbortSignal): Promise<void> {
    try {
      // On a home where somebody has begun to work it does nothing.
      const { runWelcome } = await import('../commands/welcome.ts');
      await runWelcome({ url, key, signal });
    } catch (error) {
      // The product runs all the same.
      if (!signal.aborted)
        this.#options.say(`The welcome was cut short: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** The worker first, so that it can still save and release its runs; the database last. */
  async #end(): Promise<void> {
    const { drainDeadlineSeconds, hurriedDrainSeconds, serverStopSeconds } = this.#settings;
    const { say } = this.#options;
    const [server, worker] = this.#services;
    const hurry = { signal: this.#interrupts.hurry, seconds: hurriedDrainSeconds };
    if (worker?.pid && this.#interrupts.ending.aborted) {
      say('Ending. Runs that are going are brought to a checkpoint first; Ctrl-C again hurries.');
    }
    try {
      await worker?.stop(drainDeadlineSeconds + marginSeconds, hurry);
      await server?.stop(serverStopSeconds, { ...hurry, seconds: 0.5 });
    } finally {
      await this.#database?.stop();
      for (const timer of this.#timers) clearInterval(timer);
      forgetServices(this.#settings.home);
    }
    say('Ended.');
  }
}
