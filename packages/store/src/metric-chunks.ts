import { concatPoints, cutPoints, headerOf, type Points, splitPoints } from '@trainyard/domain';
import { type Db, inTransaction, type Transaction, type Work } from './connection.ts';
import { type PackedChunk, packLevel, packSteps, packTimes, packValues, unpackChunk } from './metric-codec.ts';

interface ChunkRow extends PackedChunk {
  series_id: number;
  seq: number;
  attempt: number;
}

const columns = 'c.series_id, c.seq, c.attempt, c.n, c.base_ms, c.steps, c.vals, c.times';

/** Merging and superseding both rewrite chunks of a run: one at a time. */
async function lockChunks(tx: Transaction, runId: string): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('metric chunks of ' || $1, 0))", [runId]);
}

interface Rewritten {
  seriesId: number;
  seq: number;
  attempt: number;
  supersededBy: number | null;
  points: Points;
}

async function insertChunks(db: Db, chunks: readonly Rewritten[]): Promise<void> {
  for (const chunk of chunks) {
    const { points } = chunk;
    if (points.steps.length === 0) continue;
    const header = headerOf(points);
    const base = points.times[0] ?? 0;
    await db.prepared(
      'insert-chunk',
      `INSERT INTO metric_chunk (series_id, seq, attempt, n, finite, first_step, last_step, lo, hi, sum, base_ms, steps,
         vals, times, superseded_by, level)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        chunk.seriesId,
        chunk.seq,
        chunk.attempt,
        header.n,
        header.finite,
        header.firstStep,
        header.lastStep,
        header.lo,
        header.hi,
        header.sum,
        base,
        packSteps(points.steps),
        packValues(points.values),
        packTimes(points.times.map((time) => time - base)),
        chunk.supersededBy,
        packLevel(points),
      ],
    );
  }
}

/** Numbers for chunks that a rewrite adds. */
async function nextChunkSeq(db: Db, seriesId: number): Promise<number> {
  const moved = await db.query<{ last_chunk: number }>(
    'UPDATE series SET last_chunk = last_chunk + 1 WHERE id = $1 RETURNING last_chunk',
    [seriesId],
  );
  return moved.rows[0]?.last_chunk ?? 0;
}

/**
 * Joins the small chunks of a run's series into ones of about `points` each. Readers see the same points before and after;
 * writers are not held up. Returns how many chunks went away.
 */
export async function mergeChunks(db: Work, runId: string, points: number): Promise<number> {
  return inTransaction(db, async (tx) => {
    await lockChunks(tx, runId);
    const found = await tx.query<ChunkRow>(
      `SELECT ${columns} FROM metric_chunk c JOIN series s ON s.id = c.series_id
       WHERE s.run_id = $1 AND c.superseded_by IS NULL AND c.n < $2
       ORDER BY c.series_id, c.attempt, c.seq LIMIT 20000`,
      [runId, points],
    );
    const groups = new Map<string, ChunkRow[]>();
    for (const row of found.rows) {
      const group = `${row.series_id}/${row.attempt}`;
      const there = groups.get(group);
      if (there === undefined) groups.set(group, [row]);
      else there.push(row);
    }
    let gone = 0;
    for (const rows of groups.values()) {
      const first = rows[0];
      if (first === undefined || rows.length < 2) continue;
      const pieces = cutPoints(concatPoints(rows.map(unpackChunk)), points);
      if (pieces.length >= rows.length) continue;
      const { series_id: seriesId, attempt } = first;
      await tx.query('DELETE FROM metric_chunk WHERE series_id = $1 AND seq = ANY ($2::bigint[])', [
        seriesId,
        rows.map((row) => row.seq),
      ]);
      await insertChunks(
        tx,
        pieces.map((piece, i) => ({
          seriesId,
          seq: rows[i]?.seq ?? first.seq,
          attempt,
          supersededBy: null,
          points: piece,
        })),
      );
      gone += rows.length - pieces.length;
    }
    return gone;
  });
}

interface SeriesState {
  series_id: number;
  latest: number | null;
  latest_step: number | null;
}

/** The header of a series from its live chunks, after some were superseded. */
async function recount(tx: Transaction, seriesIds: readonly number[]): Promise<void> {
  await tx.query(
    `UPDATE series s SET count = coalesce(live.n, 0), non_finite = coalesce(live.n - live.finite, 0),
       first_step = live.first_step, last_step = live.last_step, low = live.lo, high = live.hi, latest = NULL,
       latest_step = NULL, final = NULL
     FROM unnest($1::bigint[]) AS asked(id) LEFT JOIN LATERAL (
       SELECT sum(n)::bigint AS n, sum(finite)::bigint AS finite, min(first_step) AS first_step,
         max(last_step) AS last_step, min(lo) AS lo, max(hi) AS hi
       FROM metric_chunk WHERE series_id = asked.id AND superseded_by IS NULL) live ON true
     WHERE s.id = asked.id`,
    [[...seriesIds]],
  );
  const ends = await tx.query<ChunkRow>(
    `SELECT ${columns} FROM unnest($1::bigint[]) AS asked(id) CROSS JOIN LATERAL (
       SELECT * FROM metric_chunk WHERE series_id = asked.id AND superseded_by IS NULL
       ORDER BY last_step DESC, seq DESC LIMIT 1) c`,
    [[...seriesIds]],
  );
  const states = ends.rows.map((row): SeriesState => {
    const points = unpackChunk(row);
    let at = points.steps.length - 1;
    for (let i = at; i >= 0; i -= 1) if ((points.steps[i] as number) > (points.steps[at] as number)) at = i;
    return { series_id: row.series_id, latest: points.values[at] ?? null, latest_step: points.steps[at] ?? null };
  });
  await tx.query(
    `UPDATE series s SET latest = e.latest, latest_step = e.latest_step
     FROM unnest($1::bigint[], $2::float8[], $3::float8[]) AS e(id, latest, latest_step) WHERE s.id = e.id`,
    [
      states.map((state) => state.series_id),
      states.map((state) => state.latest),
      states.map((state) => state.latest_step),
    ],
  );
}

interface PastRow {
  series_id: number;
  seq: number;
  n: number;
  /** How many of its points were there when the checkpoint was saved. */
  kept: number;
}

/**
 * A new attempt goes on from a checkpoint (null: from the start): what earlier attempts reported after it was saved
 * becomes a ghost, whatever their steps count. Samples of the machine (`system/…`) stay. Returns how many became ghosts.
 */
export async function supersedePoints(
  tx: Transaction,
  runId: string,
  attempt: number,
  checkpointId: string | null,
): Promise<number> {
  await lockChunks(tx, runId);
  // A checkpoint of another run, which a continued run began from, holds none of this run's points.
  const past = await tx.query<PastRow>(
    `WITH live AS (
       SELECT c.series_id, c.seq, c.n, s.key,
         sum(c.n) OVER (PARTITION BY c.series_id ORDER BY c.attempt, c.seq) - c.n AS before
       FROM metric_chunk c JOIN series s ON s.id = c.series_id
       WHERE s.run_id = $1 AND s.key NOT LIKE 'system/%' AND c.superseded_by IS NULL AND c.attempt < $2
     ), counted AS (
       SELECT live.*, coalesce((SELECT points -> live.key FROM checkpoint WHERE id = $3 AND run_id = $1)::bigint, 0)
         - before AS kept FROM live
     )
     SELECT series_id, seq, n, greatest(kept, 0)::int AS kept FROM counted WHERE kept < n`,
    [runId, attempt, checkpointId],
  );
  if (past.rows.length === 0) return 0;
  const whole = past.rows.filter((row) => row.kept === 0);
  await tx.query(
    `UPDATE metric_chunk c SET superseded_by = $3 FROM unnest($1::bigint[], $2::bigint[]) AS g(series_id, seq)
     WHERE c.series_id = g.series_id AND c.seq = g.seq`,
    [whole.map((row) => row.series_id), whole.map((row) => row.seq), attempt],
  );
  for (const row of past.rows.filter((each) => each.kept > 0)) await splitChunk(tx, row, attempt);
  await recount(tx, [...new Set(past.rows.map((row) => row.series_id))]);
  return past.rows.reduce((total, row) => total + row.n - row.kept, 0);
}

/** The first points of a chunk stay, the others become a ghost. */
async function splitChunk(tx: Transaction, { series_id: seriesId, seq, kept }: PastRow, by: number): Promise<void> {
  const found = await tx.query<ChunkRow>(
    `DELETE FROM metric_chunk c WHERE series_id = $1 AND seq = $2 RETURNING ${columns}`,
    [seriesId, seq],
  );
  for (const row of found.rows) {
    const [stays, ghost] = splitPoints(unpackChunk(row), kept);
    await insertChunks(tx, [
      { seriesId, seq, attempt: row.attempt, supersededBy: null, points: stays },
      { seriesId, seq: await nextChunkSeq(tx, seriesId), attempt: row.attempt, supersededBy: by, points: ghost },
    ]);
  }
}
