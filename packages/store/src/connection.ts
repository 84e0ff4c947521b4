import { randomFillSync } from 'node:crypto';
import { TrainyardError } from '@trainyard/contracts';
import { uuidv7 } from '@trainyard/domain';
import type { Settings } from '@trainyard/settings';
import pg from 'pg';
import { isConnectionLoss, unreachable } from './connection-loss.ts';
import { createListener, type Listener } from './listen.ts';

export interface QueryResult<Row> {
  rows: Row[];
  /** Rows that the statement returned or changed. */
  count: number;
}

/** What store functions take first: the store itself, or a transaction. */
export interface Db {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
  /** As `query`, but the server parses and plans the statement once per connection: for the hot paths. */
  prepared<Row extends object = Record<string, unknown>>(
    name: string,
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
}

export interface Transaction extends Db {
  readonly transaction: true;
}

export interface Store extends Db {
  readonly pool: pg.Pool;
  /** One transaction; rolled back when `work` throws. `unlimited`: its statements may take as long as they take. */
  begin<T>(work: (tx: Transaction) => Promise<T>, options?: { unlimited?: boolean }): Promise<T>;
  /** Hears notifications of all channels on one connection of its own, which it makes anew when lost. */
  readonly listener: Listener;
  close(): Promise<void>;
}

/** What a function takes that needs a transaction: it joins the one that is going on, or makes its own. */
export type Work = Store | Transaction;

export type StoreSettings = Pick<Settings, 'databasePool' | 'statementTimeoutSeconds' | 'leaseSeconds'>;

const timestamptzOid = 1184;
const int8Oid = 20;
const parsers = new Map<number, (text: string) => unknown>([
  [timestamptzOid, (text) => new Date(text).toISOString()],
  // Counters and sizes stay far below 2^53.
  [int8Oid, Number],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    // Everything comes as text: the driver's binary mode reads bytes as UTF-8 first, which breaks them.
    return parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text');
  },
};

const connectSeconds = 10;
/**
 * The server ends a statement at its limit and says so. Where nothing is heard for this much longer, nobody is there any
 * more: a link that is half open looks like a slow server until then.
 */
const silenceSeconds = 5;

function clientConfig(url: string, settings: StoreSettings): pg.ClientConfig {
  return {
    connectionString: url,
    types,
    connectionTimeoutMillis: connectSeconds * 1000,
    statement_timeout: Math.round(settings.statementTimeoutSeconds * 1000),
    // A process that is frozen, or cut off, in the middle of a transaction keeps its locks: that of a run from whoever is to
    // take the run over, that of claims from everybody. Once it has been silent for a lease, its runs are lost to it anyway.
    idle_in_transaction_session_timeout: Math.round(settings.leaseSeconds * 1000),
    keepAlive: true,
    application_name: 'trainyard',
  };
}

/** For transactions of which each step takes as long as it takes: a migration, a backup. */
export const withoutLimits = 'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0';

/** pg knows the limit of one query, its types do not. */
interface LimitedQuery extends pg.QueryConfig {
  query_timeout?: number;
}

async function prepareSession(client: pg.ClientBase, limit: Pick<LimitedQuery, 'query_timeout'>): Promise<void> {
  // Compiling costs more than any statement here runs for; the plans are short.
  const query: LimitedQuery = { text: "SET jit = off; SET timezone = 'UTC'; SET datestyle = 'ISO'", ...limit };
  await client.query(query);
}

function dbOf(run: (query: pg.QueryConfig) => Promise<pg.QueryResult>): Db {
  const ask = async <Row>(query: pg.QueryConfig): Promise<QueryResult<Row>> => {
    try {
      const result = await run(query);
      // A statement's own columns are its row type; they are parsed where they cross a boundary.
      return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
    } catch (error) {
      throw isConnectionLoss(error) ? unreachable(error) : error;
    }
  };
  return {
    query: (text, values = []) => ask({ text, values: [...values] }),
    prepared: (name, text, values = []) => ask({ name, text, values: [...values] }),
  };
}

/** Opens lazily: nothing is sent before the first query, so that a starting process can wait with `retryWhileDown`. */
export function openStore(options: { url: string; settings: StoreSettings }): Store {
  const config = clientConfig(options.url, options.settings);
  const limit = { query_timeout: Math.round((options.settings.statementTimeoutSeconds + silenceSeconds) * 1000) };
  const pool = new pg.Pool({ ...config, max: options.settings.databasePool, idleTimeoutMillis: 60_000 });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const ready = new WeakMap<pg.PoolClient, Promise<void>>();

  async function take(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    let prepared = ready.get(client);
    if (prepared === undefined) {
      client.on('error', () => undefined);
      prepared = prepareSession(client, limit);
      ready.set(client, prepared);
    }
    try {
      await prepared;
    } catch (error) {
      client.release(true);
      throw error;
    }
    return client;
  }

  async function runOnce(query: LimitedQuery): Promise<pg.QueryResult> {
    const client = await take();
    let broken = false;
    try {
      const limited: LimitedQuery = { ...query, ...limit };
      return await client.query(limited);
    } catch (error) {
      broken = isConnectionLoss(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function begin<T>(
    work: (tx: Transaction) => Promise<T>,
    { unlimited = false }: { unlimited?: boolean } = {},
  ): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await take();
    } catch (error) {
      throw isConnectionLoss(error) ? unreachable(error) : error;
    }
    const limits = unlimited ? {} : limit;
    const ask = (query: LimitedQuery): Promise<pg.QueryResult> => {
      const limited: LimitedQuery = { ...query, ...limits };
      return client.query(limited);
    };
    const tx: Transaction = { ...dbOf(ask), transaction: true };
    let broken = false;
    try {
      await tx.query('BEGIN');
      if (unlimited) await tx.query(withoutLimits);
      const result = await work(tx);
      await tx.query('COMMIT');
      return result;
    } catch (error) {
      broken = error instanceof TrainyardError && error.code === 'database-unreachable';
      if (!broken) {
        await tx.query('ROLLBACK').catch(() => {
          // The connection goes away with its transaction: the first error is the one to tell.
          broken = true;
        });
      }
      throw error;
    } finally {
      client.release(broken);
    }
  }

  const listener = createListener(() => new pg.Client({ ...config, ...limit, statement_timeout: false }));
  return {
    ...dbOf(runOnce),
    pool,
    begin,
    listener,
    async close() {
      await listener.close();
      await pool.end();
    },
  };
}

/** Joins the transaction that is going on, or makes one. */
export function inTransaction<T>(db: Work, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return 'transaction' in db ? work(db) : db.begin(work);
}

const randomBytes = 10;
/** Drawn for many ids at once: each draw is a system call. */
const drawn = new Uint8Array(256 * randomBytes);
let used = drawn.length;

export function newId(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += randomBytes;
  return uuidv7(Date.now(), drawn.subarray(used - randomBytes, used));
}
