import { isSystemKey, parseMetricKey } from '../../run/metrics/metric-key.ts';

export interface SeriesOfRun {
  key: string;
  count: number;
}

export interface OfferedMetric {
  key: string;
  label: string;
  /** How many of the runs have it. */
  runs: number;
  /** The longest of its series. */
  points: number;
}

/** Metrics by how many of the runs have them; lines of one point are no curves and come last. */
export function offeredMetrics(series: readonly (readonly SeriesOfRun[])[]): OfferedMetric[] {
  const found = new Map<string, OfferedMetric>();
  for (const ofRun of series) {
    for (const { key, count } of ofRun) {
      if (isSystemKey(key)) continue;
      const before = found.get(key) ?? { key, label: parseMetricKey(key).label, runs: 0, points: 0 };
      found.set(key, { ...before, runs: before.runs + 1, points: Math.max(before.points, count) });
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.points > 1) - Number(a.points > 1) ||
      b.runs - a.runs ||
      rank(a.key) - rank(b.key) ||
      (a.key < b.key ? -1 : 1),
  );
}

/** Scores on validation say most of how runs compare; then its losses, then the training part. */
function rank(key: string): number {
  const { group, isShare, better } = parseMetricKey(key);
  const part = group === 'validation' ? 0 : group === 'train' ? 2 : 4;
  return part + (isShare ? 0 : better === 'lower' ? 1 : 6);
}
