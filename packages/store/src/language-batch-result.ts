import { type BatchResult, batchResult } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { jsonb } from './jsonb.ts';

/** One answer that a batch has still to get. */
export interface BatchCell {
  position: number;
  sample: number;
  input: string;
  expected: string[];
  values: Record<string, string>;
  /** From elsewhere; null where none came, or where the batch asks for itself. */
  answer: string | null;
}

interface ItemRow {
  position: number;
  input: string;
  expected: string[];
  values: Record<string, string>;
  answer: string | null;
  done: number[];
}

/** Those of the next items after a position, and the last position that was looked at; null: there are no more. */
export async function openCells(
  db: Db,
  batchId: string,
  { after, items, samples }: { after: number; items: number; samples: number },
): Promise<{ cells: BatchCell[]; last: number } | null> {
  const found = await db.query<ItemRow>(
    `SELECT i.position, i.input, i.expected, i."values", i.answer,
       ARRAY(SELECT r.sample FROM language_batch_result r WHERE r.batch_id = i.batch_id AND r.position = i.position) AS done
     FROM language_batch_item i WHERE i.batch_id = $1 AND i.position > $2 ORDER BY i.position LIMIT $3`,
    [batchId, after, items],
  );
  const last = found.rows.at(-1)?.position;
  if (last === undefined) return null;
  const cells = found.rows.flatMap(({ done, ...item }) =>
    Array.from({ length: samples }, (_, sample) => ({ ...item, sample })).filter(
      ({ sample }) => !done.includes(sample),
    ),
  );
  return { cells, last };
}

export interface NewBatchResult extends Omit<BatchResult, 'cursor' | 'id' | 'input' | 'expected' | 'at'> {
  position: number;
}

/**
 * Writes results of whoever holds the batch, numbers them and adds them up, in one statement. False where it is another's
 * by now, cancelled or gone: nothing is written.
 */
export async function writeBatchResults(
  db: Db,
  { id, holder }: { id: string; holder: string },
  results: readonly NewBatchResult[],
): Promise<boolean> {
  const written = await db.query(
    `WITH given AS (
       SELECT x.*, row_number() OVER () AS place FROM jsonb_to_recordset($3::jsonb) AS x(position int, sample int,
         status text, answer text, finish_reason text, score double precision, metrics jsonb, tag text, says text,
         input_tokens bigint, output_tokens bigint, cost_usd numeric, cached boolean, latency_ms double precision)
     ), sums AS (
       SELECT count(*) AS n, count(*) FILTER (WHERE status = 'ok') AS ok, count(*) FILTER (WHERE status = 'failed') AS failed,
         count(*) FILTER (WHERE status = 'missing') AS missing, count(*) FILTER (WHERE cached) AS cached,
         coalesce(sum(input_tokens) FILTER (WHERE NOT cached), 0) AS input_tokens,
         coalesce(sum(output_tokens) FILTER (WHERE NOT cached), 0) AS output_tokens, coalesce(sum(cost_usd), 0) AS cost_usd,
         count(*) FILTER (WHERE answer IS NOT NULL AND NOT cached AND cost_usd IS NULL) AS unpriced FROM given
     ), mine AS (
       UPDATE language_batch b SET last_seq = b.last_seq + s.n, ok = b.ok + s.ok, failed = b.failed + s.failed,
         missing = b.missing + s.missing, cached = b.cached + s.cached, input_tokens = b.input_tokens + s.input_tokens,
         output_tokens = b.output_tokens + s.output_tokens, cost_usd = b.cost_usd + s.cost_usd,
         unpriced = b.unpriced + s.unpriced, status = 'running', reason = NULL
       FROM sums s WHERE b.id = $1 AND b.holder = $2 RETURNING b.last_seq - s.n AS before
     ), told AS (
       SELECT pg_notify('trainyard_batch', $1::text) FROM mine
     )
     INSERT INTO language_batch_result (batch_id, position, sample, seq, status, answer, finish_reason, score, metrics, tag,
       says, input_tokens, output_tokens, cost_usd, cached, latency_ms)
     SELECT $1, g.position, g.sample, m.before + g.place, g.status, g.answer, g.finish_reason, g.score, g.metrics, g.tag,
       g.says, g.input_tokens, g.output_tokens, g.cost_usd, g.cached, g.latency_ms
     FROM given g CROSS JOIN mine m CROSS JOIN told`,
    [id, holder, jsonb(results)],
  );
  return written.count > 0 || results.length === 0;
}

/** Results after a cursor, in the order in which they came. */
export async function listBatchResults(
  db: Db,
  batchId: string,
  query: { after: number; limit: number; status?: string | undefined },
): Promise<BatchResult[]> {
  const found = await db.query(
    `SELECT r.seq AS cursor, i.item_id AS id, r.sample, r.status, i.input, i.expected, r.answer, r.finish_reason, r.score,
       r.metrics, r.tag, r.says, r.input_tokens, r.output_tokens, r.cost_usd::float8 AS cost_usd, r.cached, r.latency_ms, r.at
     FROM language_batch_result r JOIN language_batch_item i ON i.batch_id = r.batch_id AND i.position = r.position
     WHERE r.batch_id = $1 AND r.seq > $2 AND ($3::text IS NULL OR r.status = $3) ORDER BY r.seq LIMIT $4`,
    [batchId, query.after, query.status ?? null, query.limit],
  );
  return found.rows.map((row) => batchResult.parse(row));
}

/** Mean scores of the items that have any, one array for each metric and `score` for the whole; groups beside them. */
export interface BatchScores {
  /** Items that have a result. */
  items: number;
  right: number;
  scored: number;
  vectors: { name: string; values: number[]; groups: string[] | null }[];
}

export async function batchScores(db: Db, batchId: string): Promise<BatchScores> {
  const found = await db.query<{ name: string; values: number[]; groups: string[]; grouped: boolean }>(
    `WITH each AS (
       SELECT r.position, 'score' AS kind, '' AS name, r.score AS value FROM language_batch_result r
         WHERE r.batch_id = $1 AND r.score IS NOT NULL
       UNION ALL SELECT r.position, 'metric', m.key, m.value::float8 FROM language_batch_result r
         CROSS JOIN jsonb_each_text(r.metrics) m WHERE r.batch_id = $1 AND r.score IS NOT NULL
     ), means AS (SELECT position, kind, name, avg(value) AS value FROM each GROUP BY position, kind, name)
     SELECT m.name, array_agg(m.value ORDER BY m.position) AS values,
       array_agg(coalesce('g' || i.group_name, 'i' || i.position) ORDER BY m.position) AS groups,
       bool_or(i.group_name IS NOT NULL) AS grouped
     FROM means m JOIN language_batch_item i ON i.batch_id = $1 AND i.position = m.position
     GROUP BY m.kind, m.name ORDER BY m.kind DESC, m.name`,
    [batchId],
  );
  const counted = await db.query<{ items: number; right: number; scored: number }>(
    `SELECT count(DISTINCT position) AS items, count(*) FILTER (WHERE status = 'ok' AND score IS NOT NULL) AS right,
       count(*) FILTER (WHERE score IS NOT NULL) AS scored FROM language_batch_result WHERE batch_id = $1`,
    [batchId],
  );
  const { items = 0, right = 0, scored = 0 } = counted.rows[0] ?? {};
  const vectors = found.rows.map(({ name, values, groups, grouped }) => ({
    name,
    values: values.map(Number),
    groups: grouped ? groups : null,
  }));
  return { items, right, scored, vectors };
}

/** An item that two batches have scored: means over its samples, and its first answers. */
export interface BatchPair {
  id: string;
  input: string;
  expected: string[];
  group: string | null;
  a: number;
  b: number;
  a_right: boolean;
  b_right: boolean;
  a_answer: string | null;
  b_answer: string | null;
}

/** Paired by id, where input and expected texts are the same; `others`: items of either that have no pair. */
export async function pairBatches(db: Db, a: string, b: string): Promise<{ pairs: BatchPair[]; others: number }> {
  const scored = (which: string): string =>
    `SELECT i.item_id, i.input, i.expected, i.group_name, min(i.position) AS position, avg(r.score) AS score,
       avg((r.status = 'ok')::int) >= 0.5 AS right, (array_agg(r.answer ORDER BY r.sample))[1] AS answer
     FROM language_batch_item i JOIN language_batch_result r ON r.batch_id = i.batch_id AND r.position = i.position
     WHERE i.batch_id = ${which} AND r.score IS NOT NULL GROUP BY i.item_id, i.input, i.expected, i.group_name`;
  const found = await db.query<BatchPair>(
    `SELECT a.item_id AS id, a.input, a.expected, a.group_name AS "group", a.score AS a, b.score AS b, a.right AS a_right,
       b.right AS b_right, a.answer AS a_answer, b.answer AS b_answer
     FROM (${scored('$1')}) a JOIN (${scored('$2')}) b
       ON b.item_id = a.item_id AND b.input = a.input AND b.expected = a.expected ORDER BY a.position`,
    [a, b],
  );
  const counted = await db.query<{ n: number }>(
    'SELECT count(*) AS n FROM language_batch_item WHERE batch_id IN ($1, $2)',
    [a, b],
  );
  return { pairs: found.rows, others: (counted.rows[0]?.n ?? 0) - 2 * found.rows.length };
}
