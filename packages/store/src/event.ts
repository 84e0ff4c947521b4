import type { EventDataOf, EventKind, RunEvent, RunProgress } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { jsonb } from './jsonb.ts';

export type NewEvent = { [K in EventKind]: { kind: K; data: EventDataOf<K> } }[EventKind];

/** The attempt and worker that may write; compared with the run's own in the statement that writes. */
export interface WriteFence {
  attempt: number;
  workerId: string;
}

/** SQL for "this writer may write points and lines": the fenced one, or where there is no fence the reporter of an open external run. */
export function reporterSql(attempt: string, worker: string): string {
  return `(status IN ('running', 'pausing', 'stopping') AND CASE WHEN ${attempt}::int IS NULL THEN executor = 'external'
    ELSE attempt = ${attempt}::int AND worker_id = ${worker}::uuid END)`;
}

/** SQL for "this writer still owns the run", for statements that update `run`; null parameters mean no fence. */
export function fenceSql(attempt: string, worker: string): string {
  return `(${attempt}::int IS NULL OR (attempt = ${attempt}::int AND worker_id = ${worker}::uuid
    AND status IN ('running', 'pausing', 'stopping')))`;
}

const appendSql = `
  WITH moved AS (
    UPDATE run SET last_seq = last_seq + cardinality($2::text[]), progress = coalesce($4::jsonb, progress)
    WHERE id = $1 AND ${fenceSql('$5', '$6')}
    RETURNING id, last_seq
  ), written AS (
    INSERT INTO run_event (run_id, seq, kind, data)
    SELECT moved.id, moved.last_seq - cardinality($2::text[]) + e.ord, e.kind, e.data::jsonb
    FROM moved, unnest($2::text[], $3::text[]) WITH ORDINALITY AS e(kind, data, ord)
  )
  SELECT last_seq, pg_notify('trainyard_event', 'run:' || id || '=' || last_seq) FROM moved`;

/**
 * Appends events with the next numbers of their run and tells listeners at commit. Returns the last number, or null where
 * the fence (or the id) matched nothing and so nothing was written.
 */
export async function appendEvents(
  db: Db,
  runId: string,
  events: readonly NewEvent[],
  options: { fence?: WriteFence | undefined; progress?: RunProgress | undefined } = {},
): Promise<number | null> {
  const written = await db.prepared<{ last_seq: number }>('append-events', appendSql, [
    runId,
    events.map((event) => event.kind),
    events.map((event) => jsonb(event.data)),
    options.progress === undefined ? null : jsonb(options.progress),
    options.fence?.attempt ?? null,
    options.fence?.workerId ?? null,
  ]);
  return written.rows[0]?.last_seq ?? null;
}

export async function listEvents(
  db: Db,
  runId: string,
  query: { after: number; limit: number; kinds?: readonly string[] },
): Promise<RunEvent[]> {
  const found = await db.prepared<RunEvent>(
    'list-events',
    `SELECT run_id, seq, kind, data, at FROM run_event
     WHERE run_id = $1 AND seq > $2 AND ($4::text[] IS NULL OR kind = ANY ($4)) ORDER BY seq LIMIT $3`,
    [runId, query.after, query.limit, query.kinds === undefined ? null : [...query.kinds]],
  );
  return found.rows;
}

/** An event of the topic `runs`; `topic_seq` has no gaps over all runs. */
export interface TopicEvent extends RunEvent {
  topic_seq: number;
}

export async function listTopicEvents(db: Db, query: { after: number; limit: number }): Promise<TopicEvent[]> {
  const found = await db.prepared<TopicEvent>(
    'list-topic-events',
    `SELECT t.seq AS topic_seq, e.run_id, e.seq, e.kind, e.data, e.at
     FROM topic_event t JOIN run_event e ON e.run_id = t.run_id AND e.seq = t.run_seq
     WHERE t.topic = 'runs' AND t.seq > $1 ORDER BY t.seq LIMIT $2`,
    [query.after, query.limit],
  );
  return found.rows;
}

/** Where a stream without a cursor begins. */
export async function lastTopicSeq(db: Db): Promise<number> {
  const found = await db.query<{ last_seq: number }>("SELECT last_seq FROM topic WHERE name = 'runs'");
  return found.rows[0]?.last_seq ?? 0;
}

/** Last numbers of some runs, for opening or resuming a stream; runs that are gone are left out. */
export async function lastSeqs(db: Db, runIds: readonly string[]): Promise<Map<string, number>> {
  const found = await db.query<{ id: string; last_seq: number }>(
    'SELECT id, last_seq FROM run WHERE id = ANY ($1::uuid[])',
    [[...runIds]],
  );
  return new Map(found.rows.map((row) => [row.id, row.last_seq]));
}
