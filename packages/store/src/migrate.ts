import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { TrainyardError } from '@trainyard/contracts';
import { type Db, newId, type Store } from './connection.ts';

export interface Migration {
  number: number;
  name: string;
  sql: string;
  checksum: string;
}

const folder = new URL('../migrations/', import.meta.url);
/** Any constant will do: it names the lock under which one process at a time changes the schema. */
const lockKey = 7_203_014_001;
const oldestServer = 140_000;

export async function readMigrations(from: URL = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, from), 'utf8');
      return { number: Number(name.slice(0, 4)), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

interface Applied {
  number: number;
  checksum: string;
}

async function applied(db: Db): Promise<Applied[]> {
  const table = await db.query<{ found: string | null }>("SELECT to_regclass('schema_migration') AS found");
  if (table.rows[0]?.found == null) return [];
  return (await db.query<Applied>('SELECT number, checksum FROM schema_migration ORDER BY number')).rows;
}

export interface MigrationState {
  /** Already there. */
  applied: number[];
  /** Still to come. */
  pending: string[];
  /** Applied in another form than this product has them, or newer than it. */
  foreign: number[];
}

export async function migrationState(db: Db, migrations?: readonly Migration[]): Promise<MigrationState> {
  const known = migrations ?? (await readMigrations());
  const there = await applied(db);
  const byNumber = new Map(known.map((migration) => [migration.number, migration]));
  return {
    applied: there.map((row) => row.number),
    pending: known.filter((m) => !there.some((row) => row.number === m.number)).map((m) => m.name),
    foreign: there.filter((row) => byNumber.get(row.number)?.checksum !== row.checksum).map((row) => row.number),
  };
}

/** Forwards only, one transaction for all, one process at a time. Returns the names of what was applied. */
export async function migrate(store: Store, migrations?: readonly Migration[]): Promise<string[]> {
  const known = migrations ?? (await readMigrations());
  return store.begin(
    async (tx) => {
      const version = await tx.query<{ version: number }>(
        "SELECT current_setting('server_version_num')::int AS version",
      );
      const found = version.rows[0]?.version ?? 0;
      if (found < oldestServer) {
        throw new TrainyardError('database-unfit', { detail: `PostgreSQL 14 or newer was expected, found ${found}` });
      }
      await tx.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
      const state = await migrationState(tx, known);
      if (state.foreign.length > 0) {
        throw new TrainyardError('database-unfit', {
          detail: `its migrations ${state.foreign.join(', ')} are newer than this version or were changed`,
        });
      }
      await tx.query(
        `CREATE TABLE IF NOT EXISTS schema_migration (number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
         applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
      );
      for (const migration of known.filter((m) => state.pending.includes(m.name))) {
        await tx.query(migration.sql);
        await tx.query('INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)', [
          migration.number,
          migration.name,
          migration.checksum,
        ]);
      }
      await tx.query('INSERT INTO installation (id) VALUES ($1) ON CONFLICT DO NOTHING', [newId()]);
      return state.pending;
    },
    { unlimited: true },
  );
}

export async function installationId(db: Db): Promise<string> {
  const found = await db.query<{ id: string }>('SELECT id FROM installation');
  return found.rows[0]?.id ?? '';
}
