import type { Db } from '../connection.ts';
import { type MigrationState, migrationState } from '../migrate.ts';
import { quoted, tablesOf } from './tables.ts';

export interface DatabaseReport {
  server_version: string;
  size_bytes: number;
  migrations: MigrationState;
  tables: { name: string; rows: number; size_bytes: number }[];
  /** What should never be; empty = sound. */
  faults: string[];
}

/** Truths of the schema that no constraint states. Each gives one row a fault. */
const checks: readonly { says: (n: number) => string; needs: string; sql: string }[] = [
  {
    says: (n) => `${n} runs have gaps in their events`,
    needs: 'run_event',
    sql: `SELECT count(*)::int AS n FROM (
            SELECT r.id FROM run r LEFT JOIN run_event e ON e.run_id = r.id
             GROUP BY r.id, r.last_seq
            HAVING count(e.seq) <> r.last_seq OR coalesce(max(e.seq), 0) <> r.last_seq) AS gap`,
  },
  {
    says: (n) => `${n} runs are queued or running but have no job`,
    needs: 'job',
    sql: `SELECT count(*)::int AS n FROM run r
           WHERE r.executor = 'worker' AND r.status IN ('queued', 'running', 'pausing', 'stopping')
             AND NOT EXISTS (SELECT FROM job j WHERE j.run_id = r.id)`,
  },
  {
    says: (n) => `${n} ended runs still have a job`,
    needs: 'job',
    sql: `SELECT count(*)::int AS n FROM run r JOIN job j ON j.run_id = r.id
           WHERE r.status IN ('completed', 'failed', 'cancelled', 'stopped')`,
  },
];

/** Facts and faults, read only. */
export async function databaseReport(db: Db): Promise<DatabaseReport> {
  const facts = await db.query<{ version: string; size: number }>(
    "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size",
  );
  const migrations = await migrationState(db);
  const shapes = await tablesOf(db);
  const tables: DatabaseReport['tables'] = [];
  for (const { name } of shapes) {
    const found = await db.query<{ rows: number; size: number }>(
      `SELECT count(*) AS rows, pg_total_relation_size(to_regclass($1)) AS size FROM ${quoted(name)}`,
      [quoted(name)],
    );
    tables.push({ name, rows: found.rows[0]?.rows ?? 0, size_bytes: found.rows[0]?.size ?? 0 });
  }
  const faults: string[] = [];
  for (const check of checks) {
    if (!shapes.some((shape) => shape.name === check.needs)) continue;
    const n = (await db.query<{ n: number }>(check.sql)).rows[0]?.n ?? 0;
    if (n > 0) faults.push(check.says(n));
  }
  const [row] = facts.rows;
  return { server_version: row?.version ?? '', size_bytes: row?.size ?? 0, migrations, tables, faults };
}
