import { type Run, TrainyardError } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { getRuns } from './run.ts';
import { addFilter, addSearch, Conditions } from './run-filter.ts';

export interface ListQuery {
  q?: string | undefined;
  filter?: string | undefined;
  sort?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

export interface RunListQuery extends ListQuery {
  /** Keys of parameters that each run is to be told with. */
  parameters?: readonly string[] | undefined;
  /** So many runs are passed over first, behind the cursor if there is one. */
  skip?: number | undefined;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
  total: number;
}

/** What runs are sorted by, and the type in which a cursor's text is compared. */
const sortFields: Record<string, { sql: string; type: string }> = {
  number: { sql: 'r.number', type: 'int' },
  name: { sql: 'lower(r.name)', type: 'text' },
  status: { sql: 'r.status', type: 'text' },
  priority: { sql: 'r.priority', type: 'int' },
  trainer: { sql: 'r.trainer', type: 'text' },
  preset: { sql: 'r.preset', type: 'text' },
  dataset: { sql: 'r.dataset_name', type: 'text' },
  created_at: { sql: 'r.created_at', type: 'timestamptz' },
  queued_at: { sql: 'r.queued_at', type: 'timestamptz' },
  started_at: { sql: 'r.started_at', type: 'timestamptz' },
  ended_at: { sql: 'r.ended_at', type: 'timestamptz' },
  running_s: { sql: 'r.running_ms', type: 'bigint' },
  owner: { sql: '(SELECT lower(u.name) FROM "user" u WHERE u.id = r.owner_id)', type: 'text' },
  progress: { sql: "(r.progress->>'fraction')::float8", type: 'double precision' },
};

function invalid(path: string, detail: string): TrainyardError {
  return new TrainyardError('query-invalid', { detail }, { issues: [{ path, message: detail }] });
}

/** The value (null sorts last) and the number of the last run shown. */
type Cursor = [value: string | null, number: number];

function readCursor(cursor: string): Cursor {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read.length === 2) {
      const [value, number]: unknown[] = read;
      if ((value === null || typeof value === 'string') && typeof number === 'number' && Number.isSafeInteger(number)) {
        return [value, number];
      }
    }
  } catch {
    // Told below, with what is expected.
  }
  throw invalid('cursor', 'the cursor is not one that a list has given');
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

interface Sorting {
  sql: string;
  type: string;
  descending: boolean;
  join: string;
}

/** As in the index `run_parameter_word`, which answers only what is asked in the very same words. */
const aNumber = String.raw`'^[+-]?(\d{1,50}\.?\d{0,50}|\.\d{1,50})([eE][+-]?\d{1,2})?$'`;

/** Cheap, for every row: what is no number was ruled out before, but for what came in this very moment. */
const likeANumber = "'^[-+.0-9][-+.0-9eE]*$'";

/** Every value that a parameter has is a number: it is sorted as one. A setting that was left open is `null`. */
async function isNumeric(db: Db, key: string): Promise<boolean> {
  const words = await db.query(
    `SELECT 1 FROM run_parameter WHERE key = $1 AND value <> 'null' AND value !~ ${aNumber} LIMIT 1`,
    [key],
  );
  return words.count === 0;
}

async function sorting(db: Db, where: Conditions, sort: string): Promise<Sorting> {
  const descending = sort.startsWith('-');
  const field = sort.replace(/^[-+]/, '');
  if (field.startsWith('metric:')) {
    const join = `LEFT JOIN series m ON m.run_id = r.id AND m.key = ${where.bind(field.slice('metric:'.length))}`;
    return { sql: "nullif(coalesce(m.final, m.latest), 'NaN')", type: 'double precision', descending, join };
  }
  if (field.startsWith('parameter:')) {
    const key = field.slice('parameter:'.length);
    const join = `LEFT JOIN run_parameter m ON m.run_id = r.id AND m.key = ${where.bind(key)}`;
    return (await isNumeric(db, key))
      ? {
          sql: `CASE WHEN m.value ~ ${likeANumber} THEN m.value::double precision END`,
          type: 'double precision',
          descending,
          join,
        }
      : { sql: 'left(lower(m.value), 200)', type: 'text', descending, join };
  }
  const known = Object.hasOwn(sortFields, field) ? sortFields[field] : undefined;
  if (known === undefined) {
    const fields = Object.keys(sortFields).join(', ');
    throw invalid(
      'sort',
      `"${field}" cannot be sorted by; expected ${fields}, metric:<key> or parameter:<key>, with "-" for descending`,
    );
  }
  return { ...known, descending, join: '' };
}

interface Found {
  ids: string[];
  next: string | null;
}

async function findRuns(db: Db, query: RunListQuery): Promise<Found> {
  const where = new Conditions();
  const by = await sorting(db, where, query.sort ?? '-number');
  addSearch(where, query.q);
  addFilter(where, query.filter);
  const direction = by.descending ? 'DESC' : 'ASC';
  let after = 'true';
  if (query.cursor !== undefined && query.cursor !== '') {
    const [value, number] = readCursor(query.cursor);
    const past = by.descending ? '<' : '>';
    const n = where.bind(number);
    if (value === null) after = `(place IS NULL AND number ${past} ${n})`;
    else {
      const v = `${where.bind(value)}::${by.type}`;
      after = `(place ${past} ${v} OR (place = ${v} AND number ${past} ${n}) OR place IS NULL)`;
    }
  }
  const sql = `
    SELECT id, number, place::text AS shown FROM (
      SELECT r.id, r.number, ${by.sql} AS place FROM run r ${by.join} WHERE ${where.sql()}) matching
    WHERE ${after}
    ORDER BY place ${direction} NULLS LAST, number ${direction} LIMIT ${where.bind(query.limit + 1)}
    OFFSET ${where.bind(query.skip ?? 0)}`;
  const found = await db
    .query<{ id: string; number: number; shown: string | null }>(sql, where.values)
    .catch((error: unknown) => {
      // A cursor's value is compared in the type of the sort field; another sort's cursor does not fit.
      if (error instanceof Error && 'code' in error && /^22/.test(String(error.code))) {
        throw invalid('cursor', 'the cursor belongs to a list with another sort');
      }
      throw error;
    });
  const shown = found.rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = found.rows.length > query.limit && last !== undefined;
  return { ids: shown.map((row) => row.id), next: more ? writeCursor([last.shown, last.number]) : null };
}

/** Runs in the order of the ids, each with the parameters asked for that it has. */
async function runsWith(db: Db, ids: readonly string[], parameters: readonly string[] | undefined): Promise<Run[]> {
  const runs = await getRuns(db, ids);
  if (parameters === undefined || parameters.length === 0) return runs;
  const found = await db.query<{ run_id: string; parameters: Record<string, string> }>(
    `SELECT run_id, jsonb_object_agg(key, value) AS parameters FROM run_parameter
     WHERE run_id = ANY ($1::uuid[]) AND key = ANY ($2) GROUP BY run_id`,
    [[...ids], [...parameters]],
  );
  const byRun = new Map(found.rows.map((row) => [row.run_id, row.parameters]));
  return runs.map((run) => ({ ...run, parameters: byRun.get(run.id) ?? {} }));
}

/** Runs, newest first unless sorted otherwise; the cursor stays exact while runs come and go. */
export async function listRuns(db: Db, query: RunListQuery): Promise<Page<Run>> {
  const { ids, next } = await findRuns(db, query);
  return {
    items: await runsWith(db, ids, query.parameters),
    next_cursor: next,
    // Of all that match, so that it does not change from page to page.
    total: await countRuns(db, query),
  };
}

/** All runs of a list, page by page: never more of them in memory than `limit`. */
export async function* eachRunPage(db: Db, query: Omit<RunListQuery, 'cursor' | 'skip'>): AsyncGenerator<Run[]> {
  let cursor: string | undefined;
  for (;;) {
    const { ids, next } = await findRuns(db, { ...query, cursor });
    yield await runsWith(db, ids, query.parameters);
    if (next === null) return;
    cursor = next;
  }
}

async function countRuns(db: Db, query: ListQuery): Promise<number> {
  const where = new Conditions();
  addSearch(where, query.q);
  addFilter(where, query.filter);
  const found = await db.query<{ total: number }>(
    `SELECT count(*) AS total FROM run r WHERE ${where.sql()}`,
    where.values,
  );
  return found.rows[0]?.total ?? 0;
}
