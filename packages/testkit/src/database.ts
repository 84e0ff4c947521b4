import { randomBytes } from 'node:crypto';
import { readSettings, type Settings } from '@trainyard/settings';
import { migrate, openStore, type Store } from '@trainyard/store';
import pg from 'pg';
import { type Cluster, type ClusterVersion, startCluster } from './cluster.ts';

/** A server that exists already, with the right to create databases; else each test process starts its own. */
const givenUrl = process.env.TRAINYARD_TEST_DATABASE_URL;

const clusters = new Map<ClusterVersion, Promise<Cluster>>();

/** The server of this test process, started at first use and ended with the process. */
export function testCluster(version: ClusterVersion = 18): Promise<Cluster> {
  const there = clusters.get(version) ?? startCluster({ version });
  clusters.set(version, there);
  return there;
}

async function serverUrl(version: ClusterVersion, own?: Cluster): Promise<(database: string) => string> {
  if (own !== undefined) return (database) => own.url(database);
  if (givenUrl === undefined || givenUrl === '' || version !== 18) {
    const cluster = await testCluster(version);
    return (database) => cluster.url(database);
  }
  return (database) => {
    const url = new URL(givenUrl);
    url.pathname = `/${database}`;
    return url.href;
  };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export interface TestDatabase extends AsyncDisposable {
  url: string;
  store: Store;
  settings: Settings;
  /** Another store on the same database, as another process would have; closed with the rest. */
  another(): Store;
  drop(): Promise<void>;
}

const templates = new Map<ClusterVersion, Promise<string>>();

/** Migrated once per process; every test's database is a copy. */
async function template(version: ClusterVersion): Promise<string> {
  const urlOf = await serverUrl(version);
  const name = `template_${randomBytes(6).toString('hex')}`;
  await asAdmin(urlOf('postgres'), `CREATE DATABASE ${name}`);
  const store = openStore({ url: urlOf(name), settings: testSettings() });
  try {
    await migrate(store);
  } finally {
    await store.close();
  }
  if (givenUrl) {
    // A server that outlives the tests is left as it was found.
    process.once('beforeExit', () => void asAdmin(urlOf('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  }
  return name;
}

export function testSettings(changes: Partial<Settings> = {}): Settings {
  return { ...readSettings({}), databasePool: 6, ...changes };
}

export interface TestDatabaseOptions {
  version?: ClusterVersion;
  /** Without the schema. */
  empty?: boolean;
  settings?: Partial<Settings>;
  /** A server of one's own, for tests that stop it. */
  cluster?: Cluster;
}

/** A database of its own, migrated unless `empty`. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const version = options.version ?? 18;
  const urlOf = await serverUrl(version, options.cluster);
  const name = `test_${randomBytes(6).toString('hex')}`;
  if (options.empty || options.cluster !== undefined) {
    await asAdmin(urlOf('postgres'), `CREATE DATABASE ${name}`);
  } else {
    const made = templates.get(version) ?? template(version);
    templates.set(version, made);
    await asAdmin(urlOf('postgres'), `CREATE DATABASE ${name} TEMPLATE ${await made}`);
  }
  const settings = testSettings(options.settings);
  const url = urlOf(name);
  const open: Store[] = [];
  const another = (): Store => {
    const store = openStore({ url, settings });
    open.push(store);
    return store;
  };
  const drop = async (): Promise<void> => {
    await Promise.all(open.splice(0).map((store) => store.close()));
    await asAdmin(urlOf('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  const store = another();
  if (options.cluster !== undefined && !options.empty) await migrate(store);
  return { url, store, settings, another, drop, [Symbol.asyncDispose]: drop };
}
