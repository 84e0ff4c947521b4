import {
  type DataFacts,
  type FrozenRun,
  type Issue,
  type PartsConfig,
  partsConfig,
  type RunSpec,
  splitConfig,
  TrainyardError,
  windowConfig,
} from '@trainyard/contracts';
import { checkDataset, type RecordedSplit } from '@trainyard/domain';
import { getDatasetVersion, getUpload } from '@trainyard/store';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { adminIssues } from './admin-issues.ts';
import { chooseLanguage, rolesOf, withChosenLanguage } from './chosen-language.ts';
import { withMetricSet } from './chosen-metrics.ts';
import { chooseModels, withChosenModels } from './chosen-models.ts';
import { chooseRuns, withChosenRuns } from './chosen-runs.ts';
import type { DataQuestion } from './prepare-data.ts';
import { metricIssues } from './unfit-metrics.ts';
import { promptIssues } from './unfit-prompt.ts';

interface PlannedDataset {
  name: string;
  version: number;
  digest: string;
}

/** A run as it would be submitted; `issues` says all that is wrong with it at once. */
export interface RunPlan {
  trainer: CatalogTrainer;
  spec: RunSpec;
  frozen: FrozenRun;
  issues: Issue[];
  dataset: PlannedDataset | null;
  split: RecordedSplit | null;
  /** What the split was made from. */
  question: SplitQuestion | null;
  facts: DataFacts | null;
  badge: string | null;
}

/** The settings that a split follows from: those of the shared block `split` and `window`, or of `parts`. */
export type SplitQuestion = Pick<DataQuestion, 'split' | 'window' | 'parts'>;

type PlanParts = Pick<Parts, 'catalog' | 'store' | 'facts'>;

interface DataPlan {
  dataset: PlannedDataset | null;
  split: RecordedSplit | null;
  question: RunPlan['question'];
  facts: DataFacts | null;
  badge: string | null;
  columns: string[] | null;
  issues: Issue[];
}

const noData: DataPlan = {
  dataset: null,
  split: null,
  question: null,
  facts: null,
  badge: null,
  columns: null,
  issues: [],
};

async function resolveDataset(parts: PlanParts, ref: string): Promise<PlannedDataset | Issue> {
  try {
    const { name, version, digest } = await getDatasetVersion(parts.store, ref);
    return { name, version, digest };
  } catch (error) {
    if (!(error instanceof TrainyardError) || error.code !== 'dataset-not-found') throw error;
    return { path: 'dataset', message: error.message };
  }
}

/** The data's side of a plan: which version, whether it suits, and its split. */
async function planData(
  parts: PlanParts,
  trainer: CatalogTrainer,
  spec: RunSpec,
  config: Record<string, unknown>,
): Promise<DataPlan> {
  const { needs } = trainer.manifest;
  if (spec.dataset === undefined) return { ...noData, issues: checkDataset(needs, null) };
  const dataset = await resolveDataset(parts, spec.dataset);
  if ('message' in dataset) return { ...noData, issues: [dataset] };
  // Wrong settings of the shared blocks are told by the check of the configuration; here they only mean "no split".
  const sealed = needs.dataset?.sealed_test === true;
  const items = sealed ? partsConfig.safeParse(config.parts) : null;
  const split = needs.dataset?.split === true && !sealed ? splitConfig.safeParse(config.split) : null;
  const window = needs.dataset?.windows === true ? windowConfig.safeParse(config.window) : null;
  const question = {
    split: split?.success === true && window?.success !== false && sumsToAll(split.data) ? split.data : null,
    window: window?.success === true ? window.data : null,
    parts: items?.success === true && partsSumToAll(items.data) ? items.data : null,
  };
  const prepared = await parts.facts.prepare(dataset.digest, { needs, ...question });
  return {
    dataset,
    split: prepared.split,
    question: question.split === null && question.parts === null ? null : question,
    // Sizes of a split that could not be made would be zeros, and rules about them would only repeat that in other words.
    facts: (split !== null || sealed) && prepared.split === null ? null : prepared.facts,
    badge: prepared.badge,
    columns: prepared.columns,
    issues: prepared.issues,
  };
}

function sumsToAll({ train, validation, test }: { train: number; validation: number; test: number }): boolean {
  return train + validation + test === 100;
}

function partsSumToAll({ feedback, select, confirm, test }: PartsConfig): boolean {
  return feedback + select + confirm + test === 100;
}

async function uploadIssues(
  parts: PlanParts,
  trainer: CatalogTrainer,
  spec: RunSpec,
  caller: Caller,
): Promise<Issue[]> {
  const say = (message: string): Issue[] => [{ path: 'upload', message }];
  if (spec.upload === undefined) {
    return trainer.manifest.needs.upload ? say('This trainer works on uploaded files, but none were given') : [];
  }
  const isId = /^[0-9a-f-]{36}$/.test(spec.upload);
  const upload = isId ? await getUpload(parts.store, spec.upload) : null;
  if (upload === null || (upload.ownerId !== caller.id && caller.role !== 'admin'))
    return say(`There is no upload "${spec.upload}"`);
  if (!upload.whole) return say(`The upload "${spec.upload}" was not finished`);
  return trainer.manifest.needs.upload ? [] : say('This trainer takes no uploaded files, but some were given');
}

/** One problem is told once, however many checks find it. */
function distinct(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.path}\n${issue.message}`, issue])).values()];
}

/** Resolves, merges and checks everything about a run without submitting it. */
export async function planRun(parts: PlanParts, asked: RunSpec, caller: Caller): Promise<RunPlan> {
  const trainer = await parts.catalog.usable(asked.trainer);
  if (trainer.manifest.admin_only && caller.role !== 'admin') throw new TrainyardError('forbidden', { role: 'admin' });
  const { spec, issues: unscored } = await withMetricSet(parts, trainer, asked, caller);
  const { config } = parts.catalog.configure({ trainer, spec });
  const data = await planData(parts, trainer, spec, config);
  const { dataset, split, facts } = data;
  const chosen = await chooseRuns(parts, trainer.manifest.needs, config);
  const learned = await chooseModels(parts, trainer.manifest.needs, config);
  const spoken = await chooseLanguage(parts, trainer.manifest.needs, config, caller);
  const { frozen, issues } = await parts.catalog.freeze({
    trainer,
    spec: withChosenLanguage(withChosenModels(withChosenRuns(spec, chosen), learned), spoken),
    dataset,
    split,
    facts,
    models: learned.models,
    roles: rolesOf(spoken),
  });
  const uploads = await uploadIssues(parts, trainer, spec, caller);
  // Where the data set that was named is not there, it only looks as if none was given.
  const unknown = spec.dataset !== undefined && dataset === null;
  const own = unknown ? issues.filter((issue) => issue.path !== 'dataset') : issues;
  const kept = adminIssues(trainer, frozen, caller);
  const all = distinct([
    ...own,
    ...kept,
    ...unscored,
    ...(await metricIssues(parts, trainer, frozen.config, own)),
    ...promptIssues(spoken.frozen.prompt, data.columns),
    ...data.issues,
    ...chosen.issues,
    ...learned.issues,
    ...spoken.issues,
    ...uploads,
  ]);
  const badge = data.badge ?? chosen.badge ?? learned.badge;
  return { trainer, spec, frozen: { ...frozen, ...spoken.frozen }, ...data, badge, issues: all };
}

/** The refusal of a plan with problems, every one of them in it. */
export function refuseIssues(trainer: string, issues: readonly Issue[]): void {
  const [first] = issues;
  if (first === undefined) return;
  const count = issues.length === 1 ? '1 problem' : `${issues.length} problems`;
  const where = first.path === '' ? '' : `${first.path}: `;
  throw new TrainyardError('config-invalid', { count, first: `${where}${first.message}`, trainer }, { issues });
}
