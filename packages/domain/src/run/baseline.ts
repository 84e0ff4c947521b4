import { fromWire, type Section } from '@trainyard/contracts';

type MetricRow = Extract<Section, { type: 'metric-table' }>['data']['rows'][number];

/** A figure of a run beside what doing nothing clever would have got: the row of the same name with `_baseline`. */
export interface HeldAgainstBaseline {
  row: MetricRow;
  baseline: MetricRow;
}

const suffix = '_baseline';

/**
 * The first figure of a run's metric tables that is worse than its baseline; null where none is, or none has a baseline.
 * Which is better, the row says itself.
 */
export function belowBaseline(sections: readonly Section[]): HeldAgainstBaseline | null {
  for (const section of sections) {
    if (section.type !== 'metric-table') continue;
    const { rows } = section.data;
    for (const baseline of rows) {
      if (!baseline.name.endsWith(suffix)) continue;
      const row = rows.find(({ name }) => name === baseline.name.slice(0, -suffix.length));
      if (row === undefined) continue;
      const [got, other] = [fromWire(row.value), fromWire(baseline.value)];
      if (row.better === 'higher' ? got < other : row.better === 'lower' ? got > other : false)
        return { row, baseline };
    }
  }
  return null;
}
