import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { TrainyardError } from '@trainyard/contracts';
import type { Settings } from '@trainyard/settings';
import { type Account, databaseAccount, makeOwned, makeReachable } from './account.ts';
import { type Binaries, findBinaries, type PostgresVersion } from './binaries.ts';
import { serverFlags } from './flags.ts';
import { databaseName, databaseUser, initialise } from './initialise.ts';
import { cannotRun, launch } from './launch.ts';
import { alive, clusterProcesses, commandLine, readPostmasterFile } from './processes.ts';
import { socketFolder } from './socket-folder.ts';
import { type StopMode, stopPostmaster } from './stop.ts';

export interface PostgresOptions {
  /** The home of an installation: the data is in `<home>/postgres/data`. */
  home?: string;
  /** Or the data folder itself: for a throw-away database. */
  dataDir?: string;
  settings?: Pick<Settings, 'databaseWaitSeconds' | 'databaseStopSeconds'>;
  version?: PostgresVersion;
  /** For tests: not safe against a power cut, and gone with the process that started it. */
  throwAway?: boolean;
  maxConnections?: number;
  logFile?: string;
  signal?: AbortSignal;
}

export interface PostgresConnection {
  /** The folder of the unix socket, which is what PostgreSQL clients call the host. */
  host: string;
  port: number;
  user: string;
  database: string;
}

export interface RunningPostgres {
  url: string;
  connection: PostgresConnection;
  pid: number;
  /** It was running already, left over by a supervisor that was killed. */
  adopted: boolean;
  dataDir: string;
  logFile: string;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
  stop(mode?: StopMode): Promise<void>;
}

interface Plan {
  version: PostgresVersion;
  dataDir: string;
  logFile: string;
  noteFile: string;
  account: Account | null;
  binaries: Binaries;
  throwAway: boolean;
  maxConnections: number;
  waitSeconds: number;
  stopSeconds: number;
  signal: AbortSignal | undefined;
}

const pollMs = 10;
const adoptedPollMs = 250;

function planFor(options: PostgresOptions): Plan {
  const account = databaseAccount();
  const version = options.version ?? 18;
  const { home } = options;
  const given = options.dataDir ?? (home === undefined ? undefined : join(home, 'postgres/data'));
  if (given === undefined) throw new TypeError('startPostgres needs a home or a dataDir');
  const dataDir = resolve(given);
  if (home !== undefined) {
    makeReachable(resolve(home), account);
    makeOwned(dirname(dataDir), account);
  } else makeReachable(dirname(dataDir), account);
  const logFile = options.logFile ?? (home === undefined ? `${dataDir}.log` : join(home, 'logs/postgres.log'));
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
  return {
    version,
    dataDir,
    logFile,
    noteFile: home === undefined ? `${dataDir}.socket` : join(home, 'postgres/socket-folder'),
    account,
    binaries: findBinaries(version, account),
    throwAway: options.throwAway ?? false,
    maxConnections: options.maxConnections ?? 60,
    waitSeconds: options.settings?.databaseWaitSeconds ?? 30,
    stopSeconds: options.settings?.databaseStopSeconds ?? 10,
    signal: options.signal,
  };
}

/** Starts the server of a data folder, making the cluster first where there is none, or adopts the one that runs on it. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const plan = planFor(options);
  const adopted = await adopt(plan);
  if (adopted !== null) return adopted;
  await initialise({ ...plan, limitSeconds: plan.waitSeconds });
  return await startNew(plan);
}

/** Gives back the server that runs on the folder already, if it is one of ours and of this installation. */
async function adopt(plan: Plan): Promise<RunningPostgres | null> {
  const found = readPostmasterFile(plan.dataDir);
  if (found === null || !alive(found.pid)) return null;
  const words = commandLine(found.pid);
  const ours = words.includes(plan.dataDir) && words.some((word) => word.endsWith('/bin/postgres'));
  if (!ours) {
    clearStaleFile(plan);
    return null;
  }
  if (words[0] !== plan.binaries.postgres) {
    // Another installation of Trainyard left it: the same data, but programs that may be gone at any moment.
    await stopPostmaster(found.pid, 'fast', plan.stopSeconds);
    return null;
  }
  await untilReady(plan, found.pid, () => null);
  const ended = (async () => {
    while (alive(found.pid)) await wait(adoptedPollMs, undefined, { ref: false });
  })();
  return running(plan, { pid: found.pid, host: found.socketFolder, adopted: true, ended });
}

/**
 * postmaster.pid of a killed server whose number another program has by now: PostgreSQL would refuse to start. The file
 * also protects the data from a second server, so it goes only when no process of the cluster is left.
 */
function clearStaleFile(plan: Plan): void {
  if (clusterProcesses(plan.dataDir).length === 0) rmSync(join(plan.dataDir, 'postmaster.pid'), { force: true });
}

async function startNew(plan: Plan): Promise<RunningPostgres> {
  const until = performance.now() + plan.waitSeconds * 1000;
  // The children of a postmaster that was killed need a moment to notice; until then the data is theirs.
  while (clusterProcesses(plan.dataDir).length > 0 && performance.now() < until) {
    plan.signal?.throwIfAborted();
    await wait(pollMs);
  }
  const host = socketFolder(plan.noteFile, plan.account);
  const output = openSync(plan.logFile, 'a', 0o600);
  const args = serverFlags({ ...plan, socketFolder: host });
  const path = plan.binaries.postgres;
  const child = launch({ ...plan, path, args, output, diesWithParent: plan.throwAway });
  closeSync(output);
  let failure: string | null = null;
  const ended = new Promise<void>((done) => {
    child.on('error', (error) => {
      failure = error.message;
      done();
    });
    child.on('exit', (code, signal) => {
      failure = `it ended with ${signal ?? code}: ${lastLines(plan.logFile)}`;
      done();
    });
  });
  const { pid } = child;
  if (pid === undefined) {
    await ended;
    throw cannotRun(path, failure ?? 'it could not be started');
  }
  try {
    await untilReady(plan, pid, () => failure);
  } catch (error) {
    await stopPostmaster(pid, 'immediate', plan.stopSeconds);
    throw error;
  }
  return running(plan, { pid, host, adopted: false, ended });
}

function lastLines(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-6).join('\n').slice(-2000);
}

async function untilReady(plan: Plan, pid: number, failure: () => string | null): Promise<void> {
  const until = performance.now() + plan.waitSeconds * 1000;
  for (;;) {
    const found = readPostmasterFile(plan.dataDir);
    if (found?.pid === pid && found.ready) return;
    const failed = failure();
    if (failed !== null) throw cannotRun(plan.binaries.postgres, failed);
    if (!alive(pid)) throw cannotRun(plan.binaries.postgres, `it ended: ${lastLines(plan.logFile)}`);
    plan.signal?.throwIfAborted();
    if (performance.now() > until) {
      throw new TrainyardError('database-start-failed', {
        detail: `it was not ready after ${plan.waitSeconds} s`,
        cure: `The last lines of ${plan.logFile} say why; TRAINYARD_DATABASE_WAIT_SECONDS gives it longer.`,
      });
    }
    await wait(pollMs);
  }
}

interface Found {
  pid: number;
  host: string;
  adopted: boolean;
  ended: Promise<void>;
}

function running(plan: Plan, { pid, host, adopted, ended }: Found): RunningPostgres {
  const connection = { host, port: 5432, user: databaseUser, database: databaseName };
  const query = new URLSearchParams({ host, user: databaseUser });
  return {
    url: `postgresql:///${databaseName}?${query}`,
    connection,
    pid,
    adopted,
    dataDir: plan.dataDir,
    logFile: plan.logFile,
    ended,
    stop: async (mode = 'fast') => {
      await stopPostmaster(pid, mode, plan.stopSeconds);
      await ended;
      if (plan.throwAway) rmSync(host, { recursive: true, force: true });
    },
  };
}
