import type { Db } from '../connection.ts';

export interface TableShape {
  name: string;
  columns: string[];
}

export interface SequenceState {
  name: string;
  /** Null before its first number. */
  last: string | null;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** All tables of ours with the columns that hold data of their own. */
export async function tablesOf(db: Db): Promise<TableShape[]> {
  const found = await db.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relkind IN ('r', 'p')
      GROUP BY c.relname
      ORDER BY c.relname`,
  );
  return found.rows;
}

/** Tables so that each comes after those that it refers to (itself apart). */
export async function inOrderOfReference(db: Db, tables: readonly TableShape[]): Promise<TableShape[]> {
  const found = await db.query<{ child: string; parent: string }>(
    `SELECT DISTINCT child.relname AS child, parent.relname AS parent
       FROM pg_constraint k
       JOIN pg_class child ON child.oid = k.conrelid
       JOIN pg_class parent ON parent.oid = k.confrelid
       JOIN pg_namespace n ON n.oid = child.relnamespace AND n.nspname = current_schema()
      WHERE k.contype = 'f' AND k.conrelid <> k.confrelid`,
  );
  const ordered: TableShape[] = [];
  const waiting = new Map(tables.map((table) => [table.name, table]));
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      (table) => !found.rows.some((row) => row.child === table.name && waiting.has(row.parent)),
    );
    // A circle of references cannot be ordered; whoever makes one needs deferrable constraints.
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const table of free) {
      ordered.push(table);
      waiting.delete(table.name);
    }
  }
  return ordered;
}

export async function sequencesOf(db: Db): Promise<SequenceState[]> {
  const found = await db.query<SequenceState>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
      WHERE schemaname = current_schema() ORDER BY sequencename`,
  );
  return found.rows;
}
