import { type EventDataOf, toWire } from '@trainyard/contracts';
import { headerOf, type Points, type PointsHeader } from '@trainyard/domain';
import type { Db } from './connection.ts';
import { reporterSql, type WriteFence } from './event.ts';
import { jsonb, storable } from './jsonb.ts';
import { packLevel, packSteps, packTimes, packValues } from './metric-codec.ts';

export interface NewPoint {
  key: string;
  step: number;
  value: number;
  /** How long before this write it was taken. */
  ageMs?: number | undefined;
  /** Absolute time, for points that another program brings with it. */
  atMs?: number | undefined;
}

export interface PointBatch {
  runId: string;
  points: readonly NewPoint[];
}

interface Group {
  runId: string;
  key: string;
  header: PointsHeader;
  nonFinite: number;
  latest: number;
  latestStep: number;
  steps: Buffer;
  values: Buffer;
  times: Buffer;
  level: Buffer;
  /** The base is 0 (times are absolute) or the database's clock. */
  absolute: boolean;
}

/** More points than this of one key in one event are thinned: the event is for live charts, the series has them all. */
const eventPoints = 100;

function groupOf(runId: string, key: string, points: readonly NewPoint[]): Group {
  const absolute = points.some((point) => point.atMs !== undefined);
  const columns: Points = {
    steps: Float64Array.from(points, (point) => point.step),
    values: Float64Array.from(points, (point) => point.value),
    times: absolute
      ? Float64Array.from(points, (point) => point.atMs ?? Number.NaN)
      : Float64Array.from(points, (point) => -(point.ageMs ?? 0)),
  };
  const header = headerOf(columns);
  let latest = points.length - 1;
  for (let i = points.length - 1; i >= 0; i -= 1) {
    if ((columns.steps[i] as number) > (columns.steps[latest] as number)) latest = i;
  }
  return {
    runId,
    key: storable(key),
    header,
    nonFinite: header.n - header.finite,
    latest: columns.values[latest] as number,
    latestStep: columns.steps[latest] as number,
    steps: packSteps(columns.steps),
    values: packValues(columns.values),
    times: packTimes(columns.times),
    level: packLevel(columns),
    absolute,
  };
}

function byKeyOf(points: readonly NewPoint[]): Map<string, NewPoint[]> {
  const byKey = new Map<string, NewPoint[]>();
  for (const point of points) {
    const there = byKey.get(point.key);
    if (there === undefined) byKey.set(point.key, [point]);
    else there.push(point);
  }
  return byKey;
}

function groupsOf(batches: readonly PointBatch[]): Group[] {
  const groups: Group[] = [];
  for (const { runId, points } of batches) {
    for (const [key, of] of byKeyOf(points)) groups.push(groupOf(runId, key, of));
  }
  // Always in this order, so that two writers never wait for each other's rows.
  return groups.sort((a, b) => (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : a.key < b.key ? -1 : 1));
}

function thin(points: readonly NewPoint[]): readonly NewPoint[] {
  if (points.length <= eventPoints) return points;
  const kept = new Set([0, points.length - 1]);
  const stretch = (points.length * 2) / eventPoints;
  for (let from = 0; from < points.length; from += stretch) {
    let low = Math.floor(from);
    let high = low;
    for (let i = low; i < Math.min(points.length, from + stretch); i += 1) {
      const value = (points[i] as NewPoint).value;
      if (!(value >= (points[low] as NewPoint).value)) low = i;
      if (value > (points[high] as NewPoint).value) high = i;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b).map((i) => points[i] as NewPoint);
}

function eventOf(points: readonly NewPoint[], attempt: number, nowMs: number): EventDataOf<'metrics-reported'> {
  const byKey: EventDataOf<'metrics-reported'>['points'] = {};
  for (const [key, of] of byKeyOf(points)) {
    byKey[key] = thin(of).map((p) => [p.step, toWire(p.value), Math.round(p.atMs ?? nowMs - (p.ageMs ?? 0))]);
  }
  return { attempt, points: byKey };
}

const writeSql = `
  WITH moved AS (
    UPDATE run SET last_seq = last_seq + 1 FROM unnest($1::uuid[], $2::text[]) AS told(run_id, data)
    WHERE run.id = told.run_id AND ${reporterSql('$3', '$4')}
    RETURNING run.id, run.last_seq, run.attempt, told.data
  ), events AS (
    INSERT INTO run_event (run_id, seq, kind, data)
    SELECT id, last_seq, 'metrics-reported', data::jsonb || jsonb_build_object('attempt', attempt) FROM moved
  ), input AS (
    SELECT g.*, moved.attempt FROM unnest($5::uuid[], $6::text[], $7::int[], $8::int[], $9::float8[], $10::float8[],
        $11::float8[], $12::float8[], $13::float8[], $14::float8[], $15::float8[], $16::boolean[], $17::int[], $18::int[], $19::int[], $20::int[], $21::int[])
      WITH ORDINALITY AS g(run_id, key, n, finite, first_step, last_step, lo, hi, sum, latest, latest_step, absolute,
        at, steps_n, vals_n, times_n, level_n, ord)
      JOIN moved ON moved.id = g.run_id
  ), upserted AS (
    INSERT INTO series AS s (run_id, key, count, non_finite, first_step, last_step, latest, latest_step, low, high, last_chunk)
    SELECT run_id, key, n, n - finite, first_step, last_step, latest, latest_step, lo, hi, 1 FROM input ORDER BY ord
    ON CONFLICT (run_id, key) DO UPDATE SET
      count = s.count + excluded.count,
      non_finite = s.non_finite + excluded.non_finite,
      first_step = least(s.first_step, excluded.first_step),
      last_step = greatest(s.last_step, excluded.last_step),
      latest = CASE WHEN s.latest_step > excluded.latest_step THEN s.latest ELSE excluded.latest END,
      latest_step = greatest(s.latest_step, excluded.latest_step),
      low = least(s.low, excluded.low),
      high = greatest(s.high, excluded.high),
      last_chunk = s.last_chunk + 1
    RETURNING id, run_id, key, last_chunk
  ), chunks AS (
    INSERT INTO metric_chunk (series_id, seq, attempt, n, finite, first_step, last_step, lo, hi, sum, base_ms, steps, vals, times, level)
    SELECT u.id, u.last_chunk, i.attempt, i.n, i.finite, i.first_step, i.last_step, i.lo, i.hi, i.sum,
      CASE WHEN i.absolute THEN 0 ELSE floor(extract(epoch FROM clock_timestamp()) * 1000) END,
      substring($22::bytea FROM i.at + 1 FOR i.steps_n),
      substring($22::bytea FROM i.at + 1 + i.steps_n FOR i.vals_n),
      substring($22::bytea FROM i.at + 1 + i.steps_n + i.vals_n FOR i.times_n),
      substring($22::bytea FROM i.at + 1 + i.steps_n + i.vals_n + i.times_n FOR i.level_n)
    FROM upserted u JOIN input i ON i.run_id = u.run_id AND i.key = u.key
  )
  SELECT id, EXISTS (SELECT 1 FROM run_command c WHERE c.run_id = moved.id AND c.answered_at IS NULL) AS asked,
    pg_notify('trainyard_event', 'run:' || id || '=' || last_seq) FROM moved`;

/**
 * Writes points of one or many runs, one chunk a series, with one event a run, in one statement. Returns the runs
 * that were written, and whether a command waits for each; one that the fence (or its absence) holds back is left out.
 */
export async function writePoints(
  db: Db,
  batches: readonly PointBatch[],
  fence?: WriteFence,
): Promise<Map<string, boolean>> {
  const filled = batches.filter((batch) => batch.points.length > 0);
  if (filled.length === 0) return new Map(batches.map((batch) => [batch.runId, false]));
  const groups = groupsOf(filled);
  const blob = Buffer.concat(groups.flatMap((group) => [group.steps, group.values, group.times, group.level]));
  let at = 0;
  const starts = groups.map((group) => {
    const start = at;
    at += group.steps.length + group.values.length + group.times.length + group.level.length;
    return start;
  });
  // Only shown to people in the live event; the chunk's base is the database's clock.
  const nowMs = Date.now();
  const written = await db.prepared<{ id: string; asked: boolean }>('write-points', writeSql, [
    filled.map((batch) => batch.runId),
    filled.map((batch) => jsonb(eventOf(batch.points, 0, nowMs))),
    fence?.attempt ?? null,
    fence?.workerId ?? null,
    groups.map((group) => group.runId),
    groups.map((group) => group.key),
    groups.map((group) => group.header.n),
    groups.map((group) => group.header.finite),
    groups.map((group) => group.header.firstStep),
    groups.map((group) => group.header.lastStep),
    groups.map((group) => group.header.lo),
    groups.map((group) => group.header.hi),
    groups.map((group) => group.header.sum),
    groups.map((group) => group.latest),
    groups.map((group) => group.latestStep),
    groups.map((group) => group.absolute),
    starts,
    groups.map((group) => group.steps.length),
    groups.map((group) => group.values.length),
    groups.map((group) => group.times.length),
    groups.map((group) => group.level.length),
    blob,
  ]);
  return new Map(written.rows.map((row) => [row.id, row.asked]));
}

/** Takes row locks of several runs in one order, before a statement that would take them in any. */
export async function lockRunsInOrder(db: Db, runIds: readonly string[]): Promise<void> {
  await db.query('SELECT id FROM run WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [[...runIds]]);
}

/** What the trainer stated at its end; lists sort by these where they are. */
export async function writeFinalMetrics(db: Db, runId: string, metrics: Record<string, number>): Promise<void> {
  const entries = Object.entries(metrics);
  if (entries.length === 0) return;
  await db.query(
    `INSERT INTO series AS s (run_id, key, final) SELECT $1, m.key, m.value FROM unnest($2::text[], $3::float8[]) AS m(key, value)
     ON CONFLICT (run_id, key) DO UPDATE SET final = excluded.final`,
    [runId, entries.map(([key]) => storable(key)), entries.map(([, value]) => value)],
  );
}
