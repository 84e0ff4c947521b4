import type { RunColumns } from '@trainyard/contracts';
import { columnOf, fixedIds } from './column.ts';

export interface ListedColumn {
  id: string;
  label: string;
  /** How many runs have it; null for what every run has. */
  runs: number | null;
  shown: boolean;
}

/** All columns that there are, in their groups. */
export function allColumns(
  known: RunColumns | undefined,
  shown: readonly { id: string }[],
): { title: string; options: ListedColumn[] }[] {
  const isShown = new Set(shown.map(({ id }) => id));
  const keyed = (group: string, counted: readonly { name: string; runs: number }[] | undefined): ListedColumn[] =>
    (counted ?? [])
      .map(({ name, runs }) => ({ id: `${group}.${name}`, label: name, runs, shown: isShown.has(`${group}.${name}`) }))
      .filter(({ id }) => columnOf(id) !== null);
  return [
    {
      title: 'Of the run',
      options: fixedIds
        .filter((id) => id !== 'name')
        .map((id) => ({ id, label: columnOf(id)?.title ?? id, runs: null, shown: isShown.has(id) })),
    },
    { title: 'Metrics', options: keyed('metric', known?.metrics) },
    { title: 'Parameters', options: keyed('parameter', known?.parameters) },
    { title: 'Tags', options: keyed('tag', known?.tags) },
  ];
}
