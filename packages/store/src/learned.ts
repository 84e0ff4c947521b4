import type { Db } from './connection.ts';

/** What completed runs of one trainer took and reached. */
export interface LearnedTrainer {
  trainer: string;
  runs: number;
  seconds: { value: number; low: number; high: number };
  quality: { label: string; value: number; unit: string } | null;
}

/** A repeat from a checkpoint does a part of the work only; it tells nothing of a whole run. */
const whole = `r.status = 'completed' AND r.executor = 'worker' AND r.deleted_at IS NULL AND r.running_ms > 0
  AND r.continued_from_run IS NULL`;

/** For all trainers at once: medians, with the band from a tenth to nine tenths. Scores that a split flatters do not count. */
export async function learnedFromRuns(db: Db): Promise<LearnedTrainer[]> {
  const times = await db.query<{ trainer: string; runs: number; band: number[] }>(
    `SELECT r.trainer, count(*)::int AS runs,
       percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY r.running_ms / 1000.0) AS band
     FROM run r WHERE ${whole} AND r.trainer IS NOT NULL GROUP BY r.trainer`,
  );
  const qualities = await db.query<{ trainer: string; label: string; unit: string; value: number }>(
    `SELECT DISTINCT ON (r.trainer) r.trainer, min(h.label) AS label, min(h.unit) AS unit,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY h.value) AS value
     FROM run_headline h JOIN run r ON r.id = h.run_id
     WHERE ${whole} AND r.trainer IS NOT NULL AND r.split_note IS NULL AND h.note IS NULL AND h.value NOT IN ('NaN', 'Infinity', '-Infinity')
     GROUP BY r.trainer, h.key ORDER BY r.trainer, count(*) DESC, h.key`,
  );
  const qualityOf = new Map(qualities.rows.map(({ trainer, ...quality }) => [trainer, quality]));
  return times.rows.map(({ trainer, runs, band }) => ({
    trainer,
    runs,
    seconds: { low: band[0] ?? 0, value: band[1] ?? 0, high: band[2] ?? 0 },
    quality: qualityOf.get(trainer) ?? null,
  }));
}

/** One completed run, as estimates need it. */
export interface CompletedRun {
  preset: string | null;
  running_s: number;
  config: Record<string, unknown>;
  train_size: number | null;
  /** The largest of its checkpoints. */
  checkpoint_bytes: number | null;
}

/** The last completed runs of a trainer, newest first. */
export async function completedRuns(db: Db, trainer: string, limit: number): Promise<CompletedRun[]> {
  const found = await db.query<CompletedRun>(
    `SELECT r.preset, r.running_ms / 1000.0::double precision AS running_s, rec.frozen -> 'config' AS config,
       (rec.frozen #>> '{split,sizes,train}')::double precision AS train_size,
       (SELECT max(c.size) FROM checkpoint c WHERE c.run_id = r.id) AS checkpoint_bytes
     FROM run r JOIN run_record rec ON rec.run_id = r.id
     WHERE ${whole} AND r.trainer = $1 AND rec.frozen IS NOT NULL
     ORDER BY r.number DESC LIMIT $2`,
    [trainer, limit],
  );
  return found.rows;
}
