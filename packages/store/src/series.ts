import { type series, type seriesWindow, TrainyardError, toWire, type WireNumber } from '@trainyard/contracts';
import {
  type Bucket,
  bucketHeaders,
  bucketPoints,
  concatPoints,
  levelPoints,
  type Points,
  type PointsHeader,
  pickPoints,
  planWindow,
  sortPoints,
} from '@trainyard/domain';
import type { Db } from './connection.ts';
import { type PackedChunk, unpackChunk, unpackLevel } from './metric-codec.ts';

type Series = ReturnType<(typeof series)['parse']>;
export type SeriesWindow = ReturnType<(typeof seriesWindow)['parse']>;

interface SeriesRow {
  key: string;
  count: number;
  first_step: number | null;
  last_step: number | null;
  latest: number | null;
  low: number | null;
  high: number | null;
  non_finite: number;
}

function wireOrNull(value: number | null): Series['latest'] {
  return value === null ? null : toWire(value);
}

export async function listSeries(db: Db, runId: string): Promise<Series[]> {
  const found = await db.query<SeriesRow>(
    `SELECT key, count, first_step, last_step, latest, low, high, non_finite FROM series
     WHERE run_id = $1 AND count > 0 ORDER BY key`,
    [runId],
  );
  return found.rows.map((row) => ({
    key: row.key,
    count: row.count,
    first_step: row.first_step,
    last_step: row.last_step,
    latest: wireOrNull(row.latest),
    best_low: wireOrNull(row.low),
    best_high: wireOrNull(row.high),
    non_finite: row.non_finite,
  }));
}

interface HeaderRow {
  seq: number;
  n: number;
  finite: number;
  first_step: number;
  last_step: number;
  lo: number | null;
  hi: number | null;
  sum: number;
}

function headerOfRow(row: HeaderRow): PointsHeader {
  return {
    n: row.n,
    finite: row.finite,
    sum: row.sum,
    firstStep: row.first_step,
    lastStep: row.last_step,
    lo: row.lo,
    hi: row.hi,
  };
}

export interface WindowQuery {
  from?: number | undefined;
  to?: number | undefined;
  buckets: number;
  /** Instead of the points that count, the ghost: those that the newest attempt which found any past its checkpoint replaced. */
  superseded?: boolean | undefined;
}

const wantedChunks = 'superseded_by IS NOT DISTINCT FROM $2::int AND last_step >= $3 AND first_step <= $4';

interface Range {
  /** The attempt that replaced the points; null: none did. */
  supersededBy: number | null;
  from: number;
  to: number;
}

async function readChunks(
  db: Db,
  seriesId: number,
  range: Range,
  wanted: { seqs: readonly number[] | null; times: boolean },
): Promise<Points[]> {
  const found = await db.prepared<Omit<PackedChunk, 'times'> & { times: Buffer | null }>(
    'read-chunks',
    `SELECT n, base_ms, steps, vals, CASE WHEN $6 THEN times END AS times FROM metric_chunk
     WHERE series_id = $1 AND ${wantedChunks} AND ($5::bigint[] IS NULL OR seq = ANY ($5)) ORDER BY seq`,
    [seriesId, range.supersededBy, range.from, range.to, wanted.seqs === null ? null : [...wanted.seqs], wanted.times],
  );
  return found.rows.map(unpackChunk);
}

function wireBucket(bucket: Bucket): [number, WireNumber, WireNumber, WireNumber, number] {
  return [bucket.step, toWire(bucket.low), toWire(bucket.high), toWire(bucket.mean), bucket.n];
}

async function seriesId(db: Db, run: { id: string; number: number }, key: string): Promise<number> {
  const found = await db.prepared<{ id: number }>('series-id', 'SELECT id FROM series WHERE run_id = $1 AND key = $2', [
    run.id,
    key,
  ]);
  const id = found.rows[0]?.id;
  if (id === undefined) throw new TrainyardError('series-not-found', { run: run.number, key });
  return id;
}

/** The attempt that last left a ghost behind; points that it replaced never lie over each other, as those of several could. */
async function newestReplacement(db: Db, id: number): Promise<number | null> {
  const found = await db.prepared<{ attempt: number | null }>(
    'newest-replacement',
    'SELECT max(superseded_by) AS attempt FROM metric_chunk WHERE series_id = $1',
    [id],
  );
  return found.rows[0]?.attempt ?? null;
}

/** A stretch of one series for a chart: its points where they are few, else at most `buckets` bands. Throws series-not-found. */
export async function readWindow(
  db: Db,
  run: { id: string; number: number },
  key: string,
  query: WindowQuery,
): Promise<SeriesWindow> {
  const id = await seriesId(db, run, key);
  const supersededBy = query.superseded === true ? await newestReplacement(db, id) : null;
  if (query.superseded === true && supersededBy === null) return { key, total: 0, points: [], buckets: null };
  const range = {
    supersededBy,
    from: query.from ?? Number.NEGATIVE_INFINITY,
    to: query.to ?? Number.POSITIVE_INFINITY,
  };
  const found = await db.prepared<HeaderRow>(
    'read-headers',
    `SELECT seq, n, finite, first_step, last_step, lo, hi, sum FROM metric_chunk WHERE series_id = $1 AND ${wantedChunks} ORDER BY seq`,
    [id, range.supersededBy, range.from, range.to],
  );
  const headers = found.rows;
  const total = headers.reduce((sum, header) => sum + header.n, 0);
  const plan = planWindow({ points: total, chunks: headers.length, buckets: query.buckets });
  if (plan === 'headers') return { key, ...(await drawHeaders(db, id, headers, range, query.buckets)) };
  if (plan === 'levels') return { key, ...(await drawLevels(db, id, headers, range, query.buckets)) };
  if (plan === 'buckets') {
    const drawn = await drawBuckets(db, id, headers, range, query.buckets);
    // Else the window cuts so much off its chunks that what is left is few.
    if (drawn.total > query.buckets) return { key, ...drawn };
  }
  const { steps, values, times } = await readRange(db, id, range);
  const points = Array.from(steps, (step, i): [number, WireNumber, number] => [
    step,
    toWire(values[i] ?? Number.NaN),
    Math.round(times[i] ?? 0),
  ]);
  return { key, total: points.length, points, buckets: null };
}

async function readRange(db: Db, seriesId: number, range: Range): Promise<Points> {
  const read = concatPoints(await readChunks(db, seriesId, range, { seqs: null, times: true }));
  return sortPoints(pickPoints(read, (step) => step >= range.from && step <= range.to));
}

/** Every point into equal stretches of steps. */
async function drawBuckets(
  db: Db,
  seriesId: number,
  headers: readonly HeaderRow[],
  range: Range,
  buckets: number,
): Promise<Omit<SeriesWindow, 'key'> & { total: number }> {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const header of headers) {
    from = Math.min(from, header.first_step);
    to = Math.max(to, header.last_step);
  }
  const cut = { from: Math.max(from, range.from), to: Math.min(to, range.to), buckets };
  const drawn = bucketPoints(await readChunks(db, seriesId, range, { seqs: null, times: false }), cut);
  const total = drawn.reduce((sum, bucket) => sum + bucket.n, 0);
  return { total, points: null, buckets: drawn.map(wireBucket) };
}

/** Whole chunks from their headers; those that the window cuts are read, so that nothing from outside shows. */
async function drawHeaders(
  db: Db,
  seriesId: number,
  headers: readonly HeaderRow[],
  range: Range,
  buckets: number,
): Promise<Omit<SeriesWindow, 'key'>> {
  const cut = headers.filter((header) => isCut(header, range)).map((header) => header.seq);
  const parts = headers.filter((header) => !isCut(header, range)).map(headerOfRow);
  return drawParts(parts.concat(await readCut(db, seriesId, range, cut)), buckets);
}

/** As `drawHeaders`, from the middle level of each chunk. */
async function drawLevels(
  db: Db,
  seriesId: number,
  headers: readonly HeaderRow[],
  range: Range,
  buckets: number,
): Promise<Omit<SeriesWindow, 'key'>> {
  const whole = headers.filter((header) => !isCut(header, range));
  const long = whole.filter((header) => header.n > levelPoints * 2).map((header) => header.seq);
  const found = await db.prepared<{ seq: number; level: Buffer | null }>(
    'read-levels',
    'SELECT seq, level FROM metric_chunk WHERE series_id = $1 AND seq = ANY ($2::bigint[])',
    [seriesId, long],
  );
  const parts = whole.filter((header) => header.n <= levelPoints * 2).map(headerOfRow);
  const cut = headers.filter((header) => isCut(header, range)).map((header) => header.seq);
  for (const { seq, level } of found.rows) {
    // A chunk from before there were levels is read point by point, until it is merged.
    if (level === null || level.length === 0) cut.push(seq);
    else for (const header of unpackLevel(level)) parts.push(header);
  }
  return drawParts(parts.concat(await readCut(db, seriesId, range, cut)), buckets);
}

function isCut(header: HeaderRow, range: Range): boolean {
  return header.first_step < range.from || header.last_step > range.to;
}

async function readCut(db: Db, seriesId: number, range: Range, seqs: readonly number[]): Promise<PointsHeader[]> {
  if (seqs.length === 0) return [];
  return edgeHeaders(concatPoints(await readChunks(db, seriesId, range, { seqs, times: false })), range);
}

function drawParts(parts: readonly PointsHeader[], buckets: number): Omit<SeriesWindow, 'key'> {
  let total = 0;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    total += part.n;
    from = Math.min(from, part.firstStep);
    to = Math.max(to, part.lastStep);
  }
  return { total, points: null, buckets: bucketHeaders(parts, { from, to, buckets }).map(wireBucket) };
}

/** Each point of a cut chunk as a header of its own. */
function edgeHeaders(points: Points, range: { from: number; to: number }): PointsHeader[] {
  const headers: PointsHeader[] = [];
  for (let i = 0; i < points.steps.length; i += 1) {
    const step = points.steps[i] as number;
    const value = points.values[i] as number;
    if (step < range.from || step > range.to) continue;
    const finite = Number.isFinite(value);
    const bound = Number.isNaN(value) ? null : value;
    headers.push({
      n: 1,
      finite: finite ? 1 : 0,
      sum: finite ? value : 0,
      firstStep: step,
      lastStep: step,
      lo: bound,
      hi: bound,
    });
  }
  return headers;
}

/** Every live point of one series, by step. */
export async function readSeries(db: Db, run: { id: string; number: number }, key: string): Promise<Points> {
  const id = await seriesId(db, run, key);
  return readRange(db, id, { supersededBy: null, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY });
}

/** Latest values by key, or the final ones that the trainer stated; `system/…` left out. */
export async function finalMetrics(db: Db, runId: string): Promise<Record<string, number>> {
  const found = await db.query<{ key: string; value: number }>(
    `SELECT key, coalesce(final, latest) AS value FROM series
     WHERE run_id = $1 AND key NOT LIKE 'system/%' AND coalesce(final, latest) IS NOT NULL ORDER BY key`,
    [runId],
  );
  return Object.fromEntries(found.rows.map((row) => [row.key, row.value]));
}
