/** What a run will take, from what earlier ones took. Medians with a band, since one odd run must not move the figure. */
export interface PastRun {
  running_s: number;
  /** Work of that run in one unit, for instance epochs × training size; null where unknown. */
  work: number | null;
  checkpoint_bytes: number | null;
}

export interface Estimate {
  value: number;
  low: number;
  high: number;
  /** How many runs it rests on. */
  runs: number;
}

function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

function estimateOf(values: readonly number[]): Estimate | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const value = quantile(sorted, 0.5);
  // With few runs their own spread says little: the band is then at least half to double.
  const few = sorted.length < 4;
  const low = few ? Math.min(value / 2, sorted[0] ?? value) : quantile(sorted, 0.1);
  const high = few ? Math.max(value * 2, sorted.at(-1) ?? value) : quantile(sorted, 0.9);
  return { value, low, high, runs: sorted.length };
}

/** Seconds. Scaled by work where both sides know theirs; null before there is any history. */
export function estimateDuration(past: readonly PastRun[], work: number | null): Estimate | null {
  const scaled =
    work === null
      ? past.map((run) => run.running_s)
      : past.flatMap((run) => (run.work === null || run.work <= 0 ? [] : [(run.running_s * work) / run.work]));
  return estimateOf(scaled.filter((seconds) => Number.isFinite(seconds) && seconds > 0));
}

/** Bytes of one checkpoint. */
export function estimateCheckpointSize(past: readonly PastRun[]): Estimate | null {
  return estimateOf(past.flatMap((run) => (run.checkpoint_bytes === null ? [] : [run.checkpoint_bytes])));
}

/** Epochs (or the like) × training examples: the work of a run as far as its configuration tells it. */
export function workOf(config: Record<string, unknown>, trainSize: number | null): number | null {
  const turns = ['epochs', 'steps', 'iterations'].map((key) => config[key]).find((value) => typeof value === 'number');
  if (typeof turns !== 'number' && trainSize === null) return null;
  return (typeof turns === 'number' ? turns : 1) * (trainSize ?? 1);
}
