import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';

/** The columns of a table, quoted. */
export interface Copied {
  table: string;
  columns: readonly string[];
}

/** Streams the rows of one table through `through` into `into`, never more in memory than the streams hold; how many they were. */
export async function copyOut(
  client: pg.ClientBase,
  { table, columns }: Copied,
  through: readonly NodeJS.ReadWriteStream[],
  into: Writable,
): Promise<number> {
  const rows = client.query(to(`COPY ${table} (${columns.join(', ')}) TO STDOUT`));
  await pipeline([rows, ...through, into]);
  return rows.rowCount;
}

/** The other way round: the last of `source` gives what COPY wrote. */
export async function copyIn(
  client: pg.ClientBase,
  { table, columns }: Copied,
  source: readonly (Readable | NodeJS.ReadWriteStream)[],
): Promise<number> {
  const rows = client.query(from(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline([...source, rows]);
  return rows.rowCount;
}
