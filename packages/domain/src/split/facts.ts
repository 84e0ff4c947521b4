import type { DataFacts, DatasetManifest, WindowConfig } from '@trainyard/contracts';
import type { DatasetIndex, Split } from './types.ts';

/** What rules see as `data`. */
export function dataFacts(input: {
  manifest: DatasetManifest;
  index: DatasetIndex;
  split: Split | null;
  window: WindowConfig | null;
}): DataFacts {
  const { rows } = input.index;
  let minRate = Number.POSITIVE_INFINITY;
  let minSeconds = Number.POSITIVE_INFINITY;
  const labels = new Set<string>();
  for (const row of rows) {
    if (row.label !== null) labels.add(row.label);
    if (row.rate_hz !== null) minRate = Math.min(minRate, row.rate_hz);
    if (row.rate_hz !== null && row.n !== null) minSeconds = Math.min(minSeconds, row.n / row.rate_hz);
  }
  return {
    samples: rows.length,
    classes: labels.size,
    train_size: input.split?.sizes.train ?? rows.length,
    validation_size: input.split?.sizes.validation ?? 0,
    test_size: input.split?.sizes.test ?? 0,
    min_rate_hz: Number.isFinite(minRate) ? minRate : 0,
    min_seconds: Number.isFinite(minSeconds) ? minSeconds : 0,
    channels: Math.max(1, input.manifest.channels.length),
    number_columns: [...input.manifest.unit_columns, ...input.manifest.condition_columns].filter(
      (column) => rows.length > 0 && rows.every((row) => isNumber(row.columns[column])),
    ),
  };
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && cell.trim() !== '' && Number.isFinite(Number(cell));
}
