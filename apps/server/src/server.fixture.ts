import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@trainyard/api-client';
import type { Settings } from '@trainyard/settings';
import { createApiKey, createUser, type UserRole } from '@trainyard/store';
import { type TestDatabase, testDatabase } from '@trainyard/testkit';
import { pino } from 'pino';
import { hashSecret, newSecret } from './auth/secret.ts';
import { type RunningServer, startServer } from './start.ts';

export interface TestServer extends RunningServer {
  database: TestDatabase;
  home: string;
  settings: Settings;
  /** Signed in with the local key, as the command line is. */
  client: Client;
  /** Another person's key. */
  keyFor(role: UserRole): Promise<string>;
  /** The same installation again, after `close`. */
  again(): Promise<RunningServer>;
  end(): Promise<void>;
}

/** A whole server on a free port, with a database and a home of its own. */
export async function testServer(changes: Partial<Settings> = {}): Promise<TestServer> {
  const database = await testDatabase();
  const home = await mkdtemp(join(tmpdir(), 'trainyard-server-'));
  const settings: Settings = {
    ...database.settings,
    databaseUrl: database.url,
    home,
    files: join(home, 'files'),
    // 0 asks for any free port.
    port: 0,
    diskLowBytes: 0,
    ...changes,
  };
  const open: RunningServer[] = [];
  const again = async (): Promise<RunningServer> => {
    const server = await startServer({ settings, log: pino({ level: 'silent' }), version: '0.0.0-test' });
    open.push(server);
    return server;
  };
  const server = await again();
  let users = 0;
  return {
    ...server,
    database,
    home,
    settings,
    client: createClient({ url: server.url, key: server.localKey }),
    again,
    async keyFor(role) {
      users += 1;
      const user = await createUser(database.store, { name: `${role} ${users}`, role });
      const key = newSecret('key');
      await createApiKey(database.store, { userId: user.id, name: 'test', keyHash: hashSecret(key) });
      return key;
    },
    async end() {
      await Promise.all(open.map((one) => one.close()));
      await database.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
