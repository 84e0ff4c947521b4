import type { Run } from '@trainyard/contracts';
import { count } from '../../format/number.ts';
import { hasEnded } from '../../format/run-status.ts';
import { fromWire } from '../../format/wire-number.ts';
import { orderedKeys } from '../run/metrics/metric-cells.ts';
import type { MetricKey } from '../run/metrics/metric-key.ts';

/** The share of all runs of an experiment that is done: ended ones count whole, others by their progress. */
export function shareDone(runs: readonly Run[]): number | null {
  if (runs.length === 0) return null;
  const done = runs.reduce((sum, run) => sum + (hasEnded(run.status) ? 1 : (run.progress.fraction ?? 0)), 0);
  return done / runs.length;
}

const order: readonly Run['status'][] = [
  'running',
  'pausing',
  'stopping',
  'queued',
  'paused',
  'completed',
  'stopped',
  'failed',
  'cancelled',
];

/** `2 running, 3 queued, 1 failed`. */
export function statusWords(runs: readonly Run[]): string {
  if (runs.length === 0) return 'no runs';
  const told = order.flatMap((status) => {
    const n = runs.filter((run) => run.status === status).length;
    return n === 0 ? [] : [`${n} ${status}`];
  });
  return `${count(runs.length, 'run')}: ${told.join(', ')}`;
}

/** The metric that most of the runs have and are judged by. */
export function mainMetric(runs: readonly Run[]): MetricKey | null {
  const having = new Map<string, number>();
  for (const run of runs) {
    for (const key of Object.keys(run.metrics)) having.set(key, (having.get(key) ?? 0) + 1);
  }
  const most = Math.max(0, ...having.values());
  const common = [...having].filter(([, n]) => n === most).map(([key]) => key);
  return orderedKeys(common, true)[0] ?? null;
}

/** The run that is best by a metric; null where its good end is unknown or nobody has it. */
export function bestRun(runs: readonly Run[], metric: MetricKey): string | null {
  if (metric.better === null) return null;
  let best: { id: string; value: number } | null = null;
  for (const run of runs) {
    const wire = run.metrics[metric.key];
    const value = wire === undefined ? Number.NaN : fromWire(wire);
    if (Number.isNaN(value)) continue;
    const isBetter = best === null || (metric.better === 'higher' ? value > best.value : value < best.value);
    if (isBetter) best = { id: run.id, value };
  }
  return best?.id ?? null;
}

const mostCompared = 10;

/** The address that compares all runs with results; null where there are fewer than two. */
export function compareAddress(runs: readonly Run[]): { href: string; left: number } | null {
  const having = runs.filter((run) => Object.keys(run.metrics).length > 0);
  if (having.length < 2) return null;
  const ids = having.slice(0, mostCompared).map(({ number }) => number);
  return { href: `/compare?ids=${ids.join(',')}`, left: having.length - ids.length };
}
