import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWith } from '@trainyard/settings';
import { freePort, startCluster, type TestDatabase, testDatabase } from '@trainyard/testkit';

export interface ServerProcess {
  url: string;
  key: string;
  home: string;
  database: TestDatabase;
  end(): Promise<void>;
}

/** The server as a process of its own, on a PostgreSQL that syncs to disk. */
export async function serverProcess(settings: Record<string, string> = {}): Promise<ServerProcess> {
  const cluster = await startCluster({ durable: true });
  const database = await testDatabase({ cluster });
  const home = await mkdtemp(join(tmpdir(), 'trainyard-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, [new URL('../../apps/server/src/main.ts', import.meta.url).pathname], {
    env: environmentWith({
      TRAINYARD_HOME: home,
      TRAINYARD_PORT: String(port),
      DATABASE_URL: database.url,
      TRAINYARD_LOG_LEVEL: 'warn',
      ...settings,
    }),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const until = performance.now() + 30_000;
  for (;;) {
    const ready = await fetch(`${url}/ready`)
      .then((response) => response.ok)
      .catch(() => false);
    if (ready) break;
    if (performance.now() > until || child.exitCode !== null) throw new Error('the server did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    key: (await readFile(join(home, 'keys/local.key'), 'utf8')).trim(),
    home,
    database,
    async end() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await database.drop();
      await cluster.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
