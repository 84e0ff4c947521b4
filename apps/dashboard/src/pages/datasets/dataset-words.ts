import type { DatasetVersion } from '@trainyard/contracts';
import { formatDuration } from '../../format/duration.ts';
import { formatInteger, nothing } from '../../format/number.ts';

/** How many bearings, machines or patients; what a split must not tear apart. */
export function unitsOf({ units }: Pick<DatasetVersion, 'units'>): string {
  const physical = units.find((unit) => unit.physical) ?? units[0];
  return physical === undefined ? nothing : formatInteger(physical.values);
}

export function recordedFor({ seconds }: Pick<DatasetVersion, 'seconds'>): string {
  return seconds === null ? nothing : formatDuration(seconds.total);
}
