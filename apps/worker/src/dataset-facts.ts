import type { DatasetManifest, DatasetVersion } from '@trainyard/contracts';
import { parseIndex } from '@trainyard/domain';

export type DatasetFacts = Pick<
  DatasetVersion,
  'classes' | 'units' | 'rates_hz' | 'seconds' | 'conditions' | 'channels' | 'badge' | 'notes'
>;

function distinct(values: Iterable<string | undefined>): Set<string> {
  const found = new Set<string>();
  for (const value of values) if (value !== undefined && value !== '') found.add(value);
  return found;
}

/** What lists and pages say of a data set version, counted from its index. */
export function datasetFacts(manifest: DatasetManifest, indexText: string): DatasetFacts & { samples: number } {
  const { rows } = parseIndex(indexText);
  const unit = manifest.unit_column;
  const labels = new Set([...manifest.classes, ...rows.flatMap(({ label }) => (label === null ? [] : [label]))]);
  const classes = [...labels].map((label) => {
    const own = rows.filter((row) => row.label === label);
    return { label, samples: own.length, units: unit === null ? null : distinct(own.map((r) => r.columns[unit])).size };
  });
  const columns = new Set([...(unit === null ? [] : [unit]), ...manifest.unit_columns]);
  const units = [...columns].map((column) => ({
    column,
    values: distinct(rows.map((row) => row.columns[column])).size,
    physical: column === unit,
  }));
  const seconds = rows.flatMap(({ n, rate_hz }) => (n === null || rate_hz === null ? [] : [n / rate_hz]));
  const rates = new Set(rows.flatMap(({ rate_hz }) => (rate_hz === null ? [] : [rate_hz])));
  return {
    samples: rows.length,
    classes,
    units,
    rates_hz: (rates.size > 0 ? [...rates] : manifest.rates_hz).sort((a, b) => a - b),
    seconds:
      seconds.length === 0
        ? null
        : {
            min: seconds.reduce((least, value) => Math.min(least, value)),
            max: seconds.reduce((most, value) => Math.max(most, value)),
            total: seconds.reduce((sum, value) => sum + value, 0),
          },
    conditions: manifest.condition_columns,
    channels: manifest.channels,
    badge: manifest.badge,
    notes: manifest.notes,
  };
}
