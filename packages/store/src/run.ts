import {
  type Circumstances,
  circumstances,
  type EndReason,
  type FrozenRun,
  frozenRun,
  idOrNumber,
  type Run,
  type RunAction,
  type RunPriority,
  type RunProgress,
  type RunStatus,
  TrainyardError,
  toWire,
} from '@trainyard/contracts';
import { noProgress } from '@trainyard/domain';
import type { Db, Transaction } from './connection.ts';
import { jsonb, storable } from './jsonb.ts';

export const priorityRanks: Record<RunPriority, number> = { high: 0, normal: 1, low: 2 };
const priorities: readonly RunPriority[] = ['high', 'normal', 'low'];

export function priorityOf(rank: number): RunPriority {
  return priorities[rank] ?? 'normal';
}

interface RunRow {
  id: string;
  number: number;
  name: string;
  experiment_id: string;
  experiment_number: number;
  experiment_name: string;
  executor: Run['executor'];
  trainer: string | null;
  preset: string | null;
  status: RunStatus;
  priority: number;
  dataset_name: string | null;
  dataset_version: number | null;
  dataset_digest: string | null;
  split_by: string | null;
  split_note: string | null;
  owner_id: string;
  owner_name: string | null;
  tags: Record<string, string> | null;
  notes: string;
  seed: number | null;
  threads: number | null;
  gpus: number;
  time_limit_s: number | null;
  progress: Partial<RunProgress>;
  metrics: Record<string, string> | null;
  reason: EndReason | null;
  attempt: number;
  retries: number;
  pending: RunAction[] | null;
  worker_id: string | null;
  worker_name: string | null;
  worker_host: string | null;
  continued_from_run: string | null;
  continued_from_checkpoint: string | null;
  continued_number: number | null;
  parent_id: string | null;
  badge: string | null;
  last_seq: number;
  kept: boolean;
  deleted_at: string | null;
  created_at: string;
  queued_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  running_ms: number;
}

/** All that a run's answer needs, for the rows of `page` (id, place). */
export function runSelect(page: string): string {
  return `
  SELECT r.id, r.number, r.name, r.experiment_id, e.number AS experiment_number, e.name AS experiment_name, r.executor,
    r.trainer, r.preset, r.status, r.priority, r.dataset_name, r.dataset_version, r.dataset_digest, r.split_by,
    r.split_note, r.owner_id, u.name AS owner_name, rec.notes, r.seed, r.threads, r.gpus, r.time_limit_s, r.progress,
    r.reason, r.attempt, r.retries, r.worker_id, w.name AS worker_name, w.host AS worker_host, r.continued_from_run,
    r.continued_from_checkpoint,
    coalesce(c.number, (SELECT g.number FROM removed_run g WHERE g.id = r.continued_from_run)) AS continued_number, r.parent_id, r.badge, r.last_seq, r.kept, r.deleted_at, r.created_at,
    r.queued_at, r.started_at, r.ended_at,
    (r.running_ms + coalesce(extract(epoch FROM clock_timestamp() - r.running_since) * 1000, 0))::bigint AS running_ms,
    (SELECT jsonb_object_agg(t.key, t.value) FROM run_tag t WHERE t.run_id = r.id) AS tags,
    (SELECT jsonb_object_agg(s.key, coalesce(s.final, s.latest)::text) FROM series s
      WHERE s.run_id = r.id AND s.key NOT LIKE 'system/%' AND coalesce(s.final, s.latest) IS NOT NULL) AS metrics,
    (SELECT jsonb_agg(o.action ORDER BY o.created_at) FROM run_command o
      WHERE o.run_id = r.id AND o.attempt = r.attempt AND o.answered_at IS NULL) AS pending
  FROM (${page}) page
    JOIN run r ON r.id = page.id
    JOIN run_record rec ON rec.run_id = r.id
    JOIN experiment e ON e.id = r.experiment_id
    LEFT JOIN "user" u ON u.id = r.owner_id
    LEFT JOIN worker w ON w.id = r.worker_id
    LEFT JOIN run c ON c.id = r.continued_from_run
  ORDER BY page.place`;
}

export function toRun(row: RunRow): Run {
  const { dataset_name: name, dataset_version: version, dataset_digest: digest } = row;
  const metrics = Object.entries(row.metrics ?? {}).map(([key, value]) => [key, toWire(Number(value))] as const);
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    experiment: { id: row.experiment_id, number: row.experiment_number, name: row.experiment_name },
    executor: row.executor,
    trainer: row.trainer,
    preset: row.preset,
    status: row.status,
    priority: priorityOf(row.priority),
    dataset: name === null || version === null || digest === null ? null : { name, version, digest },
    split: row.split_by === null ? null : { by: row.split_by, note: row.split_note },
    owner: { id: row.owner_id, name: row.owner_name ?? 'unknown' },
    tags: row.tags ?? {},
    notes: row.notes,
    seed: row.seed,
    threads: row.threads,
    gpus: row.gpus,
    time_limit_s: row.time_limit_s,
    progress: { ...noProgress, ...row.progress },
    metrics: Object.fromEntries(metrics),
    reason: row.reason,
    attempt: row.attempt,
    retries: row.retries,
    pending: row.pending ?? [],
    worker:
      row.worker_id === null
        ? null
        : { id: row.worker_id, name: row.worker_name ?? 'unknown', host: row.worker_host ?? 'unknown' },
    continued_from:
      row.continued_from_run === null
        ? null
        : {
            run_id: row.continued_from_run,
            number: row.continued_number ?? 0,
            checkpoint: row.continued_from_checkpoint ?? '',
          },
    parent_id: row.parent_id,
    badge: row.badge,
    last_seq: row.last_seq,
    kept: row.kept,
    deleted_at: row.deleted_at,
    created_at: row.created_at,
    queued_at: row.queued_at,
    started_at: row.started_at,
    ended_at: row.ended_at,
    running_s: Math.max(0, row.running_ms / 1000),
  };
}

/** Runs in the order of the ids given; unknown ones are left out. */
export async function getRuns(db: Db, ids: readonly string[]): Promise<Run[]> {
  const page = 'SELECT id, place FROM unnest($1::uuid[]) WITH ORDINALITY AS asked(id, place)';
  const found = await db.prepared<RunRow>('get-runs', runSelect(page), [[...ids]]);
  return found.rows.map(toRun);
}

/** Throws run-not-found. */
export async function runOwner(db: Db, runId: string): Promise<string> {
  const found = await db.query<{ owner_id: string }>('SELECT owner_id FROM run WHERE id = $1 AND deleted_at IS NULL', [
    runId,
  ]);
  const owner = found.rows[0]?.owner_id;
  if (owner === undefined) throw new TrainyardError('run-not-found', { id: runId });
  return owner;
}

/** The id behind an id or a short number; throws run-not-found. */
export async function runIdOf(db: Db, ref: string): Promise<string> {
  const parsed = idOrNumber.safeParse(ref.replace(/^#/, ''));
  if (!parsed.success) throw new TrainyardError('run-not-found', { id: ref });
  const column = /^[0-9]{1,10}$/.test(parsed.data) ? 'number' : 'id';
  if (column === 'number' && Number(parsed.data) > 2_147_483_647)
    throw new TrainyardError('run-not-found', { id: ref });
  const found = await db.prepared<{ id: string }>(`run-id-by-${column}`, `SELECT id FROM run WHERE ${column} = $1`, [
    parsed.data,
  ]);
  const id = found.rows[0]?.id;
  if (id === undefined) throw new TrainyardError('run-not-found', { id: ref });
  return id;
}

/** Ids with their short numbers, in the order given; unknown ones are left out. */
export async function runNumbers(db: Db, ids: readonly string[]): Promise<{ id: string; number: number }[]> {
  const found = await db.query<{ id: string; number: number }>(
    `SELECT r.id, r.number FROM unnest($1::uuid[]) WITH ORDINALITY AS asked(id, place) JOIN run r ON r.id = asked.id
     ORDER BY asked.place`,
    [[...ids]],
  );
  return found.rows;
}

/** By id or short number; throws run-not-found. */
export async function getRun(db: Db, ref: string): Promise<Run> {
  const [run] = await getRuns(db, [await runIdOf(db, ref)]);
  if (run === undefined) throw new TrainyardError('run-not-found', { id: ref });
  return run;
}

/** The frozen record; null for runs that another program executes. */
export async function getFrozenRun(db: Db, runId: string): Promise<FrozenRun | null> {
  const found = await db.query<{ frozen: unknown }>('SELECT frozen FROM run_record WHERE run_id = $1', [runId]);
  const frozen = found.rows[0]?.frozen ?? null;
  return frozen === null ? null : frozenRun.parse(frozen);
}

export async function getCircumstances(db: Db, runId: string): Promise<Circumstances | null> {
  const found = await db.query<{ circumstances: unknown }>('SELECT circumstances FROM run_record WHERE run_id = $1', [
    runId,
  ]);
  const written = found.rows[0]?.circumstances ?? null;
  return written === null ? null : circumstances.parse(written);
}

export async function getParameters(db: Db, runId: string): Promise<Record<string, string>> {
  const found = await db.query<{ key: string; value: string }>(
    'SELECT key, value FROM run_parameter WHERE run_id = $1 ORDER BY key',
    [runId],
  );
  return Object.fromEntries(found.rows.map((row) => [row.key, row.value]));
}

/** What is fixed when a run is made. */
export interface NewRun {
  id: string;
  experimentId: string;
  executor: Run['executor'];
  name: string;
  trainer: string | null;
  preset: string | null;
  status: RunStatus;
  priority: RunPriority;
  ownerId: string;
  notes: string;
  tags: Record<string, string>;
  /** Dotted configuration keys and their values as text, for lists and comparison. */
  parameters: Record<string, string>;
  frozen: FrozenRun | null;
  badge: string | null;
  uploadId: string | null;
  parentId: string | null;
  continuedFrom: { runId: string; checkpointId: string } | null;
  reproduces: string | null;
  /** Its owner is told of failures only. */
  quiet?: boolean | undefined;
}

const insertSql = `
  INSERT INTO run (id, experiment_id, executor, name, trainer, preset, status, priority, owner_id, dataset_name,
    dataset_version, dataset_digest, split_by, split_note, seed, threads, gpus, time_limit_s, badge, upload_id, parent_id,
    continued_from_run, continued_from_checkpoint, reproduces, quiet, queued_at, started_at, running_since, attempt)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
    CASE WHEN $7 = 'queued' THEN clock_timestamp() END, CASE WHEN $7 = 'running' THEN clock_timestamp() END,
    CASE WHEN $7 = 'running' THEN clock_timestamp() END, CASE WHEN $7 = 'running' THEN 1 ELSE 0 END)
  RETURNING number`;

/** The rows of a new run, with its short number. Its event and its job are the queue's. */
export async function insertRun(tx: Transaction, run: NewRun): Promise<number> {
  const { frozen } = run;
  const inserted = await tx.prepared<{ number: number }>('insert-run', insertSql, [
    run.id,
    run.experimentId,
    run.executor,
    storable(run.name),
    run.trainer,
    run.preset,
    run.status,
    priorityRanks[run.priority],
    run.ownerId,
    frozen?.dataset?.name ?? null,
    frozen?.dataset?.version ?? null,
    frozen?.dataset?.digest ?? null,
    frozen?.split?.by ?? null,
    frozen?.split?.note ?? null,
    frozen?.seed ?? null,
    frozen?.resources.threads ?? null,
    frozen?.resources.gpus ?? 0,
    frozen?.time_limit_s ?? null,
    run.badge,
    run.uploadId,
    run.parentId,
    run.continuedFrom?.runId ?? null,
    run.continuedFrom?.checkpointId ?? null,
    run.reproduces,
    run.quiet ?? false,
  ]);
  const number = inserted.rows[0]?.number ?? 0;
  await tx.prepared('insert-run-record', 'INSERT INTO run_record (run_id, notes, frozen) VALUES ($1, $2, $3)', [
    run.id,
    storable(run.notes),
    frozen === null ? null : jsonb(frozen),
  ]);
  await writeTags(tx, run.id, run.tags);
  await setParameters(tx, run.id, run.parameters);
  await refreshSearch(tx, run.id);
  return number;
}

async function writeTags(tx: Transaction, runId: string, tags: Record<string, string>): Promise<void> {
  const entries = Object.entries(tags);
  if (entries.length === 0) return;
  await tx.query(
    `INSERT INTO run_tag (run_id, key, value) SELECT $1, t.key, t.value FROM unnest($2::text[], $3::text[]) AS t(key, value)
     ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value`,
    [runId, entries.map(([key]) => storable(key)), entries.map(([, value]) => storable(value))],
  );
}

/** Adds parameters (strings); one that is there already keeps its first value. */
export async function setParameters(db: Db, runId: string, parameters: Record<string, string>): Promise<void> {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return;
  await db.query(
    `INSERT INTO run_parameter (run_id, key, value)
     SELECT $1, p.key, p.value FROM unnest($2::text[], $3::text[]) AS p(key, value) ON CONFLICT DO NOTHING`,
    [runId, entries.map(([key]) => storable(key)), entries.map(([, value]) => storable(value))],
  );
}

/** Words as people type them: lower case, letters and digits; what full text is made of and asked with. */
export function searchWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, 200)))];
}

async function refreshSearch(tx: Transaction, runId: string): Promise<void> {
  const found = await tx.prepared<{ text: string }>(
    'search-text',
    `SELECT concat_ws(' ', r.number, r.name, r.trainer, r.dataset_name, rec.notes,
       (SELECT string_agg(key || ' ' || value, ' ') FROM run_tag WHERE run_id = r.id)) AS text
     FROM run r JOIN run_record rec ON rec.run_id = r.id WHERE r.id = $1`,
    [runId],
  );
  await tx.prepared(
    'refresh-search',
    `INSERT INTO run_search (run_id, doc) VALUES ($1, array_to_tsvector($2::text[]))
     ON CONFLICT (run_id) DO UPDATE SET doc = excluded.doc`,
    [runId, searchWords(found.rows[0]?.text ?? '').slice(0, 5000)],
  );
}

export interface RunPatch {
  name?: string | undefined;
  notes?: string | undefined;
  /** Replaces all tags. */
  tags?: Record<string, string> | undefined;
  kept?: boolean | undefined;
}

/** Changes what people may change; the event is the caller's. Returns the fields that were given. */
export async function patchRun(tx: Transaction, runId: string, patch: RunPatch): Promise<string[]> {
  await tx.query('UPDATE run SET name = coalesce($2, name), kept = coalesce($3, kept) WHERE id = $1', [
    runId,
    patch.name === undefined ? null : storable(patch.name),
    patch.kept ?? null,
  ]);
  if (patch.notes !== undefined) {
    await tx.query('UPDATE run_record SET notes = $2 WHERE run_id = $1', [runId, storable(patch.notes)]);
  }
  if (patch.tags !== undefined) {
    await tx.query('DELETE FROM run_tag WHERE run_id = $1', [runId]);
    await writeTags(tx, runId, patch.tags);
  }
  await refreshSearch(tx, runId);
  return Object.keys(patch).filter((field) => patch[field as keyof RunPatch] !== undefined);
}

/** Adds or changes some tags and leaves the others. */
export async function setTags(tx: Transaction, runId: string, tags: Record<string, string>): Promise<void> {
  await writeTags(tx, runId, tags);
  await refreshSearch(tx, runId);
}

/** Takes some tags away and leaves the others. */
export async function removeTags(tx: Transaction, runId: string, keys: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM run_tag WHERE run_id = $1 AND key = ANY ($2)', [runId, [...keys]]);
  await refreshSearch(tx, runId);
}
