import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type BackupManifest, TrainyardError } from '@trainyard/contracts';
import type pg from 'pg';
import { type Db, type Store, withoutLimits } from '../connection.ts';
import { installationId } from '../migrate.ts';
import { copyOut } from './copy.ts';
import { manifestName, tableFile } from './manifest.ts';
import { quoted, sequencesOf, type TableShape, tablesOf } from './tables.ts';

async function writeTable(
  client: pg.ClientBase,
  table: TableShape,
  folder: string,
): Promise<BackupManifest['tables'][number]> {
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const copied = { table: quoted(table.name), columns: table.columns.map(quoted) };
  const file = createWriteStream(join(folder, tableFile(table.name)));
  const rows = await copyOut(client, copied, [createGzip({ level: 6 }), hashed], file);
  return { name: table.name, columns: table.columns, rows, sha256: hash.digest('hex') };
}

async function describe(db: Db): Promise<Omit<BackupManifest, 'tables'>> {
  const facts = await db.query<{ made_at: string; version: string }>(
    "SELECT clock_timestamp() AS made_at, current_setting('server_version') AS version",
  );
  const migrations = await db.query<BackupManifest['migrations'][number]>(
    'SELECT number, name, checksum FROM schema_migration ORDER BY number',
  );
  const [row] = facts.rows;
  return {
    v: 1,
    made_at: row?.made_at ?? '',
    installation: await installationId(db),
    server_version: row?.version ?? '',
    migrations: migrations.rows,
    sequences: await sequencesOf(db),
  };
}

async function refuseFull(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => null);
  if (there !== null && there.length > 0)
    throw new TrainyardError('backup-unfit', { folder, detail: 'it is there already and not empty' });
}

/**
 * The whole database, as it was at one moment, while others go on writing: a folder with one compressed COPY file a
 * table. It appears only once it is whole.
 */
export async function backupDatabase(store: Store, folder: string): Promise<BackupManifest> {
  await refuseFull(folder);
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  const client = await store.pool.connect();
  try {
    await client.query("SET TIME ZONE 'UTC'");
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(withoutLimits);
    const db: Db = {
      query: async (text, values = []) => {
        const result = await client.query(text, [...values]);
        return { rows: result.rows, count: result.rowCount ?? 0 };
      },
      prepared: (_name, text, values) => db.query(text, values),
    };
    const head = await describe(db);
    const tables: BackupManifest['tables'] = [];
    for (const table of await tablesOf(db)) tables.push(await writeTable(client, table, part));
    const manifest: BackupManifest = { ...head, tables };
    await writeFile(join(part, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await client.query('COMMIT');
    await syncFolder(part);
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
    return manifest;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  } finally {
    // The session was changed: it is not given to anybody else.
    client.release(true);
  }
}

async function syncFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = await open(join(folder, name), 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
