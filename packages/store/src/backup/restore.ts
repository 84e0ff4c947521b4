import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type BackupManifest, backupManifest, TrainyardError } from '@trainyard/contracts';
import type pg from 'pg';
import { type Db, type Store, withoutLimits } from '../connection.ts';
import { type Migration, migrate, readMigrations } from '../migrate.ts';
import { copyIn } from './copy.ts';
import { manifestName, tableFile } from './manifest.ts';
import { inOrderOfReference, quoted, tablesOf } from './tables.ts';

function unfit(folder: string, detail: string): TrainyardError {
  return new TrainyardError('backup-unfit', { folder, detail });
}

async function readManifest(folder: string): Promise<BackupManifest> {
  let text: string;
  try {
    text = await readFile(join(folder, manifestName), 'utf8');
  } catch {
    throw unfit(folder, `it has no ${manifestName}`);
  }
  try {
    return backupManifest.parse(JSON.parse(text));
  } catch (cause) {
    throw unfit(
      folder,
      `its ${manifestName} is not as expected: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

/** Every file is checked before the first row is written. */
async function checkFiles(folder: string, manifest: BackupManifest): Promise<void> {
  for (const table of manifest.tables) {
    const hash = createHash('sha256');
    try {
      await pipeline(createReadStream(join(folder, tableFile(table.name))), hash);
    } catch {
      throw unfit(folder, `${tableFile(table.name)} is missing or cannot be read`);
    }
    if (hash.digest('hex') !== table.sha256) throw unfit(folder, `${tableFile(table.name)} is damaged`);
  }
}

/** The schema as it was when the backup was made; later migrations come after the data. */
async function migrationsOf(folder: string, manifest: BackupManifest): Promise<Migration[]> {
  const known = await readMigrations();
  return manifest.migrations.map((wanted) => {
    const found = known.find((one) => one.number === wanted.number && one.checksum === wanted.checksum);
    if (found === undefined)
      throw unfit(folder, `it was made by another version: migration ${wanted.name} is not known here`);
    return found;
  });
}

/** Refuses a database that somebody works with: restoring replaces everything. */
async function refuseFull(db: Db): Promise<void> {
  for (const table of ['run', 'dataset']) {
    const exists = await db.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [table]);
    if (exists.rows[0]?.found == null) continue;
    const rows = await db.query<{ there: boolean }>(`SELECT EXISTS (SELECT FROM ${quoted(table)}) AS there`);
    if (rows.rows[0]?.there === true) throw new TrainyardError('database-not-empty', { table });
  }
}

/** Checks a backup, then makes the database what it was: schema, rows and numbers; all of it or nothing. */
export async function restoreDatabase(store: Store, folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder);
  const migrations = await migrationsOf(folder, manifest);
  await checkFiles(folder, manifest);
  await refuseFull(store);
  await migrate(store, migrations);
  const client = await store.pool.connect();
  try {
    await client.query("SET TIME ZONE 'UTC'");
    await client.query('BEGIN');
    await client.query(withoutLimits);
    await load(client, store, folder, manifest);
    await client.query('COMMIT');
  } finally {
    // After a failure this ends the transaction; after success the session was changed.
    client.release(true);
  }
  await migrate(store);
  return manifest;
}

async function load(client: pg.ClientBase, db: Db, folder: string, manifest: BackupManifest): Promise<void> {
  const shapes = await tablesOf(db);
  const tables = (await inOrderOfReference(db, shapes)).filter((shape) =>
    manifest.tables.some((t) => t.name === shape.name),
  );
  const missing = manifest.tables.filter((table) => !shapes.some((shape) => shape.name === table.name));
  if (missing.length > 0) throw unfit(folder, `table ${missing[0]?.name ?? ''} is not known here`);
  await client.query(`TRUNCATE ${shapes.map((shape) => quoted(shape.name)).join(', ')}`);
  for (const { name } of tables) {
    const table = manifest.tables.find((one) => one.name === name);
    if (table === undefined) continue;
    // What our triggers would add is in the backup already.
    await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    const file = createReadStream(join(folder, tableFile(name)));
    const copied = { table: quoted(name), columns: table.columns.map(quoted) };
    const count = await copyIn(client, copied, [file, createGunzip()]);
    if (count !== table.rows)
      throw unfit(folder, `${tableFile(name)} should hold ${table.rows} rows, but holds ${count}`);
    await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  }
  for (const sequence of manifest.sequences) {
    if (sequence.last !== null)
      await client.query('SELECT setval($1::regclass, $2)', [quoted(sequence.name), sequence.last]);
  }
}
