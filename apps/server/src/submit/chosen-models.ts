import {
  type FrozenModel,
  type Issue,
  type Manifest,
  type ModelVersion,
  type RunSpec,
  TrainyardError,
} from '@trainyard/contracts';
import { getFrozenRun, getModelVersion } from '@trainyard/store';
import type { Parts } from '../parts.ts';

/** The registered models that a run begins from or combines. `models` is absent where the trainer takes none. */
export interface ChosenModels {
  models: FrozenModel[] | undefined;
  /** What was learned from generated data stays marked as such. */
  badge: string | null;
  issues: Issue[];
}

type Needs = Pick<Manifest['needs'], 'dataset' | 'models'>;

async function find(store: Parts['store'], ref: string): Promise<ModelVersion | string> {
  try {
    return await getModelVersion(store, ref);
  } catch (error) {
    if (error instanceof TrainyardError && error.code === 'model-not-found') return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** A model of tables says nothing about signals. */
function unfit({ dataset }: Needs, { name, version, dataset: learned }: ModelVersion): string | null {
  if (dataset === null || (learned !== null && dataset.kinds.includes(learned.kind))) return null;
  const kinds = dataset.kinds.join(' or ');
  const own = learned === null ? 'from no data set' : `from data of kind ${learned.kind}`;
  return `${name}@${version} learned ${own}; a model of data of kind ${kinds} is needed`;
}

async function frozenModel(store: Parts['store'], version: ModelVersion): Promise<FrozenModel | null> {
  const record = await getFrozenRun(store, version.run.id);
  if (record === null) return null;
  return {
    name: version.name,
    version: version.version,
    run: { id: version.run.id, number: version.run.number },
    trainer: record.trainer.id,
    config: record.config,
    sha256: version.sha256,
    dataset: record.dataset,
    split: record.split === null ? null : { digest: record.split.digest, by: record.split.by },
  };
}

/** References resolved to exact versions, each once; what is wrong with one is said at its place in the list. */
export async function chooseModels(
  { store }: Pick<Parts, 'store'>,
  needs: Needs,
  config: Record<string, unknown>,
): Promise<ChosenModels> {
  const { models: refs } = config;
  if (needs.models === null) return { models: undefined, badge: null, issues: [] };
  const none: ChosenModels = { models: [], badge: null, issues: [] };
  // The check of the configuration says what is no list, or too long a one; nothing of it is looked up then.
  if (!Array.isArray(refs) || refs.length > needs.models.max) return none;
  const models: FrozenModel[] = [];
  const issues: Issue[] = [];
  let badge: string | null = null;
  for (const [index, ref] of refs.entries()) {
    if (typeof ref !== 'string') return none;
    const say = (message: string): void => void issues.push({ path: `models[${index}]`, message });
    const version = await find(store, ref);
    if (typeof version === 'string') {
      say(version);
      continue;
    }
    const wrong = unfit(needs, version);
    if (wrong !== null) say(wrong);
    const frozen = await frozenModel(store, version);
    if (frozen === null) {
      say(`There is no record of run ${version.run.number}, which made ${version.name}@${version.version}`);
      continue;
    }
    if (models.some((one) => one.run.id === frozen.run.id)) {
      say(`${version.name}@${version.version} is chosen twice: its run ${frozen.run.number} is in the list already`);
    }
    models.push(frozen);
    badge ??= version.run.badge;
  }
  return { models, badge, issues };
}

/** The frozen record keeps exact versions: an alias points elsewhere tomorrow. */
export function withChosenModels<Spec extends Pick<RunSpec, 'config'>>(
  spec: Spec,
  { models, issues }: ChosenModels,
): Spec {
  if (models === undefined || models.length === 0 || issues.length > 0) return spec;
  const refs = models.map(({ name, version }) => `${name}@${version}`);
  return { ...spec, config: { ...spec.config, models: refs } };
}
