import { type Issue, TrainyardError } from '@trainyard/contracts';
import { checkConfig, checkDataset, type MergedConfig, mergeConfig, nearestName } from '@trainyard/domain';
import type { EnvironmentState, FreezeInput, Frozen } from './types.ts';

export function configure(input: Pick<FreezeInput, 'trainer' | 'spec' | 'file'>): MergedConfig & { issues: Issue[] } {
  const { trainer, spec } = input;
  const preset = trainer.presets.find((one) => one.id === spec.preset);
  if (spec.preset !== undefined && preset === undefined) {
    const presets = trainer.presets.map((one) => one.id).join(', ') || 'none';
    throw new TrainyardError('preset-not-found', { trainer: trainer.id, preset: spec.preset, presets });
  }
  const merged = mergeConfig({ schema: trainer.schema, preset: preset?.config, file: input.file, set: spec.config });
  const issues = checkConfig({ schema: trainer.schema, rules: trainer.rules, config: merged.config, data: null });
  return { ...merged, issues };
}

export interface Surroundings {
  codeDigest: string;
  gitCommit: string | null;
  environments: readonly EnvironmentState[];
  threads: number;
}

function chosenEnvironment(input: FreezeInput, config: Record<string, unknown>): { id: string; from: string | null } {
  const from = input.trainer.manifest.environment_from;
  const chosen = from === undefined ? undefined : config[from];
  if (from !== undefined && typeof chosen === 'string' && chosen !== '') return { id: chosen, from };
  return { id: input.trainer.manifest.environment, from: null };
}

function once(issues: readonly Issue[]): Issue[] {
  return issues.filter(
    (issue, i) => issues.findIndex((one) => one.path === issue.path && one.message === issue.message) === i,
  );
}

/** Everything that a repeat needs, and every problem that stands in its way. */
export function freeze(input: FreezeInput, around: Surroundings): Frozen {
  const { trainer, spec } = input;
  const { manifest } = trainer;
  const { config, origin } = configure(input);
  const { schema, rules } = trainer;
  const issues = checkConfig({ schema, rules, config, data: input.facts, roles: input.roles });
  if (input.dataset === null) issues.push(...checkDataset(manifest.needs, null));
  else if (manifest.needs.dataset === null) {
    issues.push({ path: 'dataset', message: 'This trainer takes no data set, but one was given' });
  }
  const { id, from } = chosenEnvironment(input, config);
  const environment = around.environments.find((one) => one.id === id);
  if (environment === undefined) {
    const names = around.environments.map((one) => one.id);
    const near = nearestName(id, names);
    const guess = near === null ? '' : `. Did you mean "${near}"?`;
    issues.push({
      path: from ?? 'environment',
      message: `There is no environment "${id}"; there are ${names.join(', ')}${guess}`,
    });
  }
  const gpus = spec.gpus ?? (manifest.capabilities.gpu === 'required' ? 1 : 0);
  if (gpus > 0 && manifest.capabilities.gpu === 'no') {
    issues.push({ path: 'gpus', message: `This trainer uses no GPU, but ${gpus} were asked for` });
  }
  if (gpus === 0 && manifest.capabilities.gpu === 'required') {
    issues.push({ path: 'gpus', message: 'This trainer needs a GPU, but none was asked for' });
  }
  const split = input.split;
  return {
    issues: once(issues),
    frozen: {
      v: 1,
      trainer: {
        id: trainer.id,
        code_digest: around.codeDigest,
        git_commit: around.gitCommit,
        environment: id,
        lock_digest: environment?.lock_digest ?? null,
      },
      preset: spec.preset ?? null,
      config,
      origin,
      dataset: input.dataset,
      split:
        split === null
          ? null
          : {
              digest: split.digest,
              by: split.by,
              note: split.note,
              companion_digest: split.companion?.digest ?? null,
              sizes: { ...split.sizes },
              not_scored: split.not_scored,
              ...(split.sealed === true ? { sealed: true } : {}),
            },
      ...(input.models === undefined ? {} : { models: input.models }),
      seed: spec.seed ?? 0,
      resources: { threads: spec.threads ?? (manifest.threads > 1 ? manifest.threads : around.threads), gpus },
      time_limit_s: spec.time_limit_s ?? manifest.time_limit_s,
    },
  };
}
