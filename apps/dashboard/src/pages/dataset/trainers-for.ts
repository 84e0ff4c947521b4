import type { DatasetVersion } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';

/** Trainers that can work on a version: its kind, its labels, its columns. */
export function trainersFor(
  version: Pick<DatasetVersion, 'kind' | 'classes' | 'conditions' | 'units'>,
  trainers: readonly TrainerItem[],
): TrainerItem[] {
  const columns = new Set([...version.conditions, ...version.units.map(({ column }) => column)]);
  return trainers.filter(({ manifest, problems }) => {
    const needs = manifest.needs.dataset;
    if (problems.length > 0 || manifest.hidden || needs === null) return false;
    // A table's target is named in the settings, so that its labels are not known beforehand.
    const labelled = !needs.labels || version.kind === 'table' || version.classes.length > 1;
    return needs.kinds.includes(version.kind) && labelled && needs.columns.every((column) => columns.has(column));
  });
}
