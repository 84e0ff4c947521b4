import {
  type FrozenRun,
  partsConfig,
  type Run,
  type RunSpec,
  splitConfig,
  TrainyardError,
  windowConfig,
} from '@trainyard/contracts';
import { isPlainObject } from '@trainyard/domain';
import { getFrozenRun } from '@trainyard/store';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { adminIssues } from './admin-issues.ts';
import { chooseLanguage, rolesOf, withChosenLanguage } from './chosen-language.ts';
import { chooseModels, withChosenModels } from './chosen-models.ts';
import { chooseRuns, withChosenRuns } from './chosen-runs.ts';
import type { RunPlan, SplitQuestion } from './plan-run.ts';
import { metricIssues } from './unfit-metrics.ts';
import { promptIssues } from './unfit-prompt.ts';

export async function frozenOf({ store }: Pick<Parts, 'store'>, run: Pick<Run, 'id' | 'number'>): Promise<FrozenRun> {
  const frozen = await getFrozenRun(store, run.id);
  if (frozen === null) throw new TrainyardError('run-external', { run: run.number });
  return frozen;
}

/** Records of earlier versions say 0 where a run has no budget in money of its own; now that is no value at all. */
function withoutOldZero(config: Record<string, unknown>): Record<string, unknown> {
  const { budget } = config;
  return isPlainObject(budget) && budget.usd === 0 ? { ...config, budget: { ...budget, usd: null } } : config;
}

/**
 * A plan from a run's record with some settings changed (none for a repeat): same data, split, seed and threads; code and
 * lock as they are now, which the record of the new run then says.
 */
export async function planFromRecord(
  parts: Parts,
  original: FrozenRun,
  change: Pick<RunSpec, 'name' | 'priority' | 'time_limit_s'> & {
    config: Record<string, unknown>;
    upload?: string | undefined;
  },
  caller: Caller,
): Promise<RunPlan> {
  const trainer = await parts.catalog.usable(original.trainer.id);
  if (trainer.manifest.admin_only && caller.role !== 'admin') throw new TrainyardError('forbidden', { role: 'admin' });
  const spec: RunSpec = {
    trainer: original.trainer.id,
    config: change.config,
    name: change.name,
    priority: change.priority,
    upload: change.upload,
    seed: original.seed,
    threads: original.resources.threads,
    gpus: original.resources.gpus,
    time_limit_s: change.time_limit_s ?? original.time_limit_s,
  };
  const { dataset } = original;
  const file = withoutOldZero(original.config);
  const { config } = parts.catalog.configure({ trainer, spec, file });
  const sealed = original.split?.sealed === true;
  const question: SplitQuestion | null =
    original.split === null
      ? null
      : {
          split: sealed ? null : splitConfig.parse(config.split ?? {}),
          window: config.window === undefined ? null : windowConfig.parse(config.window),
          parts: sealed ? partsConfig.parse(config.parts ?? {}) : null,
        };
  const prepared =
    dataset === null
      ? null
      : await parts.facts.prepare(dataset.digest, {
          needs: trainer.manifest.needs,
          split: question?.split ?? null,
          window: question?.window ?? null,
          parts: question?.parts ?? null,
        });
  const chosen = await chooseRuns(parts, trainer.manifest.needs, config);
  const learned = await chooseModels(parts, trainer.manifest.needs, config);
  const spoken = await chooseLanguage(parts, trainer.manifest.needs, config, caller);
  const { frozen, issues } = await parts.catalog.freeze({
    trainer,
    spec: withChosenLanguage(withChosenModels(withChosenRuns(spec, chosen), learned), spoken),
    file,
    dataset,
    split: prepared?.split ?? null,
    facts: prepared?.facts ?? null,
    models: learned.models,
    roles: rolesOf(spoken),
  });
  const changed = Object.entries(frozen.origin).filter(([, origin]) => origin === 'set');
  return {
    trainer,
    spec,
    frozen: {
      ...frozen,
      ...spoken.frozen,
      preset: original.preset,
      origin: { ...original.origin, ...Object.fromEntries(changed) },
      split: original.split,
    },
    issues: [
      ...issues,
      ...adminIssues(trainer, frozen, caller),
      ...(await metricIssues(parts, trainer, frozen.config, issues)),
      ...promptIssues(spoken.frozen.prompt, prepared?.columns ?? null),
      ...(prepared?.issues ?? []),
      ...chosen.issues,
      ...learned.issues,
      ...spoken.issues,
    ],
    dataset,
    split: prepared?.split ?? null,
    question,
    facts: prepared?.facts ?? null,
    badge: prepared?.badge ?? chosen.badge ?? learned.badge,
  };
}
