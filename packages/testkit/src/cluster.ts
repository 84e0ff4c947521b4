import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@trainyard/embedded-postgres';

export interface Cluster {
  /** With this database name, or `postgres`. */
  url(database?: string): string;
  /** Ends every connection at once and starts again on the same data. */
  restart(how?: 'fast' | 'kill'): Promise<void>;
  /** Kills the server outright and leaves it down. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export type ClusterVersion = 18 | 14;

const prefix = 'trainyard-pg-';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Ends the server of a folder, if one is left there, and removes the folder of its socket. */
function endServerOf(folder: string): void {
  try {
    rmSync(readFileSync(join(folder, 'data.socket'), 'utf8').trim(), { recursive: true, force: true });
  } catch {
    // It never came so far.
  }
  try {
    const pid = Number.parseInt(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8'), 10);
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(folder, 'data'))) process.kill(pid, 'SIGQUIT');
  } catch {
    // No server, or none that is still there.
  }
}

/** A test process that was killed could not tidy up; the next one does. The folder's name holds whose it was. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}([0-9]+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    endServerOf(join(tmpdir(), name));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A throw-away server below the temporary folder, gone with this process; fast rather than safe, unless `durable`. */
export async function startCluster(options: { version?: ClusterVersion; durable?: boolean } = {}): Promise<Cluster> {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // As root the server runs as another user, who has to reach its data.
  chmodSync(folder, 0o711);
  let running: RunningPostgres | null = null;

  async function start(): Promise<void> {
    running = await startPostgres({
      dataDir: join(folder, 'data'),
      version: options.version ?? 18,
      throwAway: !options.durable,
      maxConnections: 200,
    });
  }

  async function end(how: 'fast' | 'kill'): Promise<void> {
    const ending = running;
    running = null;
    if (ending === null) return;
    // Not by its own stop, which would take the socket's folder along: the next start is to have the same address.
    process.kill(ending.pid, how === 'fast' ? 'SIGINT' : 'SIGKILL');
    await ending.ended;
  }

  const endNow = (): void => {
    endServerOf(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  const endBySignal = (): void => {
    endNow();
    process.exit(143);
  };
  process.once('exit', endNow);
  // The test runner ends its workers so.
  process.once('SIGTERM', endBySignal);
  await start();
  return {
    url(database = 'postgres') {
      if (running === null) throw new Error('the test server is down');
      const { host, user } = running.connection;
      return `postgresql:///${database}?${new URLSearchParams({ host, user })}`;
    },
    start,
    kill: () => end('kill'),
    async restart(how = 'fast') {
      await end(how);
      await start();
    },
    async stop() {
      await end('fast');
      endServerOf(folder);
      process.off('exit', endNow);
      process.off('SIGTERM', endBySignal);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
