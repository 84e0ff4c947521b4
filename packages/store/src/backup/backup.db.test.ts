import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@trainyard/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../connection.ts';
import { databaseReport } from './report.ts';
import { restoreDatabase } from './restore.ts';
import { quoted, tablesOf } from './tables.ts';
import { backupDatabase } from './write.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const owner = '0195f3a0-0000-7000-8000-000000000001';
const experiment = '0195f3a0-0000-7000-8000-000000000002';

/** Two runs, the first continuing from the second, events with odd text, and metric chunks with bytes of all kinds. */
async function fill(store: Store): Promise<void> {
  await store.query('INSERT INTO experiment (id, owner_id, name, mode) VALUES ($1, $2, $3, $4)', [
    experiment,
    owner,
    'x',
    'parallel',
  ]);
  const runs = ['0195f3a0-0000-7000-8000-00000000000a', '0195f3a0-0000-7000-8000-00000000000b'];
  for (const id of runs) {
    await store.query(
      "INSERT INTO run (id, owner_id, experiment_id, executor, name, status, last_seq) VALUES ($1, $2, $3, 'external', 'r', 'completed', 1)",
      [id, owner, experiment],
    );
    await store.query("INSERT INTO run_event (run_id, seq, kind, data) VALUES ($1, 1, 'run-submitted', $2)", [
      id,
      JSON.stringify({ text: 'tab\t newline\n backslash \\N and ünïcödé', nothing: null }),
    ]);
  }
  await store.query('UPDATE run SET continued_from_run = $1 WHERE id = $2', [runs[1], runs[0]]);
  const series = await store.query<{ id: number }>(
    "INSERT INTO series (run_id, key, latest) VALUES ($1, 'validation/loss', 'NaN') RETURNING id",
    [runs[0]],
  );
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  await store.query(
    `INSERT INTO metric_chunk (series_id, seq, attempt, n, finite, first_step, last_step, lo, hi, sum, base_ms, steps, vals, times)
     SELECT $1, s, 1, 32, 32, s, s + 31, -1e-300, 'Infinity', 0.1, 1e12, $2, $2, $2 FROM generate_series(1, 20000) s`,
    [series.rows[0]?.id, bytes],
  );
}

/** Every row of every table as text. */
async function contents(store: Store): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { name } of await tablesOf(store)) {
    const rows = await store.query<{ row: string }>(`SELECT t::text AS row FROM ${quoted(name)} t ORDER BY 1`);
    all[name] = rows.rows.map(({ row }) => row);
  }
  return all;
}

describe('a backup', () => {
  it('restored into an empty database gives back every row, byte and number', async () => {
    await using from = await testDatabase();
    await using to = await testDatabase({ empty: true });
    await fill(from.store);
    const manifest = await backupDatabase(from.store, join(folder, 'backup'));
    expect(manifest.tables.find((table) => table.name === 'metric_chunk')?.rows).toBe(20_000);

    await restoreDatabase(to.store, join(folder, 'backup'));
    expect(await contents(to.store)).toEqual(await contents(from.store));
    expect((await databaseReport(to.store)).faults).toEqual([]);

    // Numbers and triggers go on where they were.
    const next = await to.store.query<{ n: number }>("SELECT nextval('run_number')::int AS n");
    expect(next.rows[0]?.n).toBe(3);
    const before = (await contents(to.store)).topic_event?.length ?? 0;
    await to.store.query(
      "INSERT INTO run_event (run_id, seq, kind, data) SELECT id, 2, 'status-changed', '{}' FROM run LIMIT 1",
    );
    expect((await contents(to.store)).topic_event?.length).toBe(before + 1);
  });

  it('also goes from PostgreSQL 14 to 18', async () => {
    await using from = await testDatabase({ version: 14 });
    await using to = await testDatabase({ empty: true });
    await fill(from.store);
    await backupDatabase(from.store, join(folder, 'backup'));
    await restoreDatabase(to.store, join(folder, 'backup'));
    expect(await contents(to.store)).toEqual(await contents(from.store));
  });

  it('is not written over anything, and is not restored over runs', async () => {
    await using db = await testDatabase();
    await fill(db.store);
    await backupDatabase(db.store, join(folder, 'backup'));
    await expect(backupDatabase(db.store, join(folder, 'backup'))).rejects.toMatchObject({ code: 'backup-unfit' });
    await expect(restoreDatabase(db.store, join(folder, 'backup'))).rejects.toMatchObject({
      code: 'database-not-empty',
    });
  });

  it('that is damaged, or made by a version that is not known, changes nothing', async () => {
    await using from = await testDatabase();
    await using to = await testDatabase({ empty: true });
    await fill(from.store);
    const backup = join(folder, 'backup');
    await backupDatabase(from.store, backup);

    const manifest = readFileSync(join(backup, 'manifest.json'), 'utf8');
    writeFileSync(join(backup, 'manifest.json'), manifest.replace('"number": 1', '"number": 9001'));
    await expect(restoreDatabase(to.store, backup)).rejects.toThrow('made by another version');
    writeFileSync(join(backup, 'manifest.json'), manifest);

    const file = join(backup, 'run_event.copy.gz');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(restoreDatabase(to.store, backup)).rejects.toThrow('run_event.copy.gz is damaged');
    expect(await tablesOf(to.store)).toEqual([]);
  });
});

describe('the report', () => {
  it('tells of gaps in the events of a run and of runs without a job', async () => {
    await using db = await testDatabase();
    await fill(db.store);
    expect((await databaseReport(db.store)).faults).toEqual([]);
    await db.store.query("UPDATE run SET last_seq = 7, status = 'queued', executor = 'worker' WHERE number = 1");
    expect((await databaseReport(db.store)).faults).toEqual([
      '1 runs have gaps in their events',
      '1 runs are queued or running but have no job',
    ]);
  });
});
