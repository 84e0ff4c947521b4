import type { Model, ModelVersion } from '@trainyard/contracts';

/** Models chosen in the list, each at the version that was its newest then; a search takes none of them away. */
export type ChosenModels = ReadonlyMap<string, ModelVersion>;

/** A model without a version cannot be chosen. */
export function toggled(chosen: ChosenModels, { name, latest }: Pick<Model, 'name' | 'latest'>): ChosenModels {
  const next = new Map(chosen);
  if (!next.delete(name) && latest !== null) next.set(name, latest);
  return next;
}
