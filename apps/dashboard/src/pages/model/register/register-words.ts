import type { Model, ModelVersion, Run } from '@trainyard/contracts';

/** What registering a run under a name comes to. */
export function becomes(
  name: string,
  run: Pick<Run, 'number'>,
  models: readonly Pick<Model, 'name' | 'latest'>[],
  versions: readonly Pick<ModelVersion, 'name' | 'version'>[],
): string {
  const there = versions.find((version) => version.name === name);
  if (there !== undefined) return `Run ${run.number} is version ${there.version} of it already.`;
  const known = models.find((model) => model.name === name);
  if (known === undefined) return 'A new model; this is its version 1.';
  return known.latest === null
    ? 'Its first version.'
    : `A further version of it; the newest is ${known.latest.version}.`;
}
