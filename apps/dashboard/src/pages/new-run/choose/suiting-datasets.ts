import type { Dataset, DatasetVersion, Manifest } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';

export interface SuitingDataset {
  dataset: Dataset;
  /** What it lacks, in words; null where nothing is known to be missing. */
  lacks: string | null;
}

function lackOf(
  needs: NonNullable<Manifest['needs']['dataset']>,
  version: DatasetVersion,
  windowSeconds: number | null,
): string | null {
  if (version.samples === 0) return 'holds no samples';
  if (needs.labels && version.classes.length < 2) {
    return version.classes.length === 0 ? 'has no labels' : 'has only one class';
  }
  const columns = new Set([...version.conditions, ...version.units.map((unit) => unit.column)]);
  const missing = needs.columns.filter((column) => !columns.has(column));
  if (missing.length > 0) return `lacks the column ${missing.join(', ')}`;
  const shortest = version.seconds?.min ?? null;
  const tooShort = needs.windows && windowSeconds !== null && shortest !== null && shortest < windowSeconds;
  return tooShort ? `its shortest recording (${shortest} s) is shorter than the window` : null;
}

/** The data sets of a kind that the trainer takes: complete ones first, then the newest. */
export function suitingDatasets(
  needs: Manifest['needs'],
  datasets: readonly Dataset[],
  windowSeconds: number | null = null,
): SuitingDataset[] {
  const wanted = needs.dataset;
  if (wanted === null) return [];
  return datasets
    .filter((dataset) => wanted.kinds.includes(dataset.latest.kind))
    .map((dataset) => ({ dataset, lacks: lackOf(wanted, dataset.latest, windowSeconds) }))
    .sort((a, b) => {
      const complete = Number(a.lacks !== null) - Number(b.lacks !== null);
      return complete !== 0 ? complete : b.dataset.latest.created_at.localeCompare(a.dataset.latest.created_at);
    });
}

/** The one that a new run begins with. */
export function firstDataset(
  needs: Manifest['needs'],
  datasets: readonly Dataset[],
  windowSeconds: number | null = null,
): string | null {
  return suitingDatasets(needs, datasets, windowSeconds)[0]?.dataset.name ?? null;
}

export interface DatasetRef {
  name: string;
  version: number | null;
}

/** `demo@2` → demo, 2; without a version it is always the newest. */
export function readDatasetRef(ref: string): DatasetRef {
  const [, name = ref, version] = /^(.*)@([1-9][0-9]*)$/.exec(ref) ?? [];
  return { name, version: version === undefined ? null : Number(version) };
}

export function versionOf(datasets: readonly Dataset[], ref: string): DatasetVersion | null {
  const { name, version } = readDatasetRef(ref);
  const dataset = datasets.find((one) => one.name === name);
  if (dataset === undefined) return null;
  return version === null ? dataset.latest : (dataset.versions.find((one) => one.version === version) ?? null);
}

/** What a split may keep together: the three that always are, and the columns of the data. */
export function splitUnits(version: Pick<DatasetVersion, 'units' | 'conditions'> | null): string[] {
  const columns = version === null ? [] : [...version.units.map((unit) => unit.column), ...version.conditions];
  return [...new Set(['unit', 'recording', 'window', ...columns])];
}

function secondsOf(config: Readonly<Record<string, unknown>>): number | null {
  const { window } = config;
  const inner =
    typeof window === 'object' && window !== null
      ? Object.entries(window).find(([key]) => key === 'seconds')
      : undefined;
  const value: unknown = config['window.seconds'] ?? inner?.[1];
  return typeof value === 'number' ? value : null;
}

/** How long the windows are that a preset cuts, where the trainer cuts any. */
export function windowOf(item: Pick<TrainerItem, 'presets' | 'defaults'>, preset: string | null): number | null {
  const chosen = item.presets.find((one) => one.id === preset);
  return (chosen === undefined ? null : secondsOf(chosen.config)) ?? secondsOf(item.defaults);
}
