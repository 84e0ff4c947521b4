import type { RunColumns } from '@trainyard/contracts';
import { columnOf, fixedIds } from './column.ts';

export interface AddableColumn {
  id: string;
  label: string;
  /** How many runs have it; null for what every run has. */
  runs: number | null;
}

/** All columns that are not shown, in their groups. */
export function columnsToAdd(
  known: RunColumns | undefined,
  shown: readonly { id: string }[],
): { title: string; options: AddableColumn[] }[] {
  const isShown = new Set(shown.map(({ id }) => id));
  const keyed = (group: string, counted: readonly { name: string; runs: number }[] | undefined): AddableColumn[] =>
    (counted ?? [])
      .map(({ name, runs }) => ({ id: `${group}.${name}`, label: name, runs }))
      .filter(({ id }) => !isShown.has(id) && columnOf(id) !== null);
  return [
    {
      title: 'Of the run',
      options: fixedIds
        .filter((id) => !isShown.has(id))
        .map((id) => ({ id, label: columnOf(id)?.title ?? id, runs: null })),
    },
    { title: 'Metrics', options: keyed('metric', known?.metrics) },
    { title: 'Parameters', options: keyed('parameter', known?.parameters) },
    { title: 'Tags', options: keyed('tag', known?.tags) },
  ];
}
