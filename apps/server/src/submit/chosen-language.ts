import {
  type FrozenRun,
  type Issue,
  type LanguageModel,
  languageRole,
  type Manifest,
  promptName,
  type RunSpec,
  TrainyardError,
} from '@trainyard/contracts';
import { isPlainObject } from '@trainyard/domain';
import { getLanguageModel, getPrompt, getPromptVersion, listLanguageModels } from '@trainyard/store';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

/** The language models and the prompt of a run, as its record keeps them; absent where the trainer takes none. */
export interface ChosenLanguage {
  frozen: Pick<FrozenRun, 'language_models' | 'prompt'>;
  issues: Issue[];
}

type Needs = Pick<Manifest['needs'], 'language_models' | 'prompt'>;

function choiceOf({ name, provider, model, temperature, max_tokens, top_p, top_k }: LanguageModel) {
  return { name, provider, model, temperature, max_tokens, top_p, top_k };
}

async function chooseModels(
  { store }: Pick<Parts, 'store'>,
  roles: NonNullable<Needs['language_models']>,
  config: Record<string, unknown>,
  caller: Caller,
): Promise<{ models: NonNullable<FrozenRun['language_models']>; issues: Issue[] }> {
  const asked = isPlainObject(config.language_models) ? config.language_models : {};
  const own = await listLanguageModels(store, caller.id);
  const models: NonNullable<FrozenRun['language_models']> = {};
  const issues: Issue[] = [];
  for (const needed of roles) {
    const role = languageRole.parse(needed.replace('?', ''));
    const path = `language_models.${role}`;
    const name = asked[role];
    // What is no text is told by the check of the configuration.
    if (name !== undefined && typeof name !== 'string') continue;
    if (name !== undefined && name.trim() !== '') {
      const found = await sayWhatFails(activeModel(store, caller, name.trim()), path, issues);
      if (found !== null) models[role] = choiceOf(found);
      continue;
    }
    const usual = own.find(({ default_for }) => default_for.includes(role));
    if (usual?.active === true) models[role] = choiceOf(usual);
    else if (usual !== undefined && !needed.endsWith('?')) {
      const { message } = new TrainyardError('language-model-inactive', { name: usual.name });
      issues.push({ path, message: `Your default for the role ${role}: ${message.replace(/\.$/, '')}` });
    } else if (!needed.endsWith('?')) {
      const message = `No language model is named for the role ${role}, and you have no default for it. Choose one with: trainyard language-model default ${role} NAME`;
      issues.push({ path, message });
    }
  }
  return { models, issues };
}

/** Throws language-model-not-found, language-model-inactive. */
async function activeModel(store: Parts['store'], caller: Caller, name: string): Promise<LanguageModel> {
  const found = await getLanguageModel(store, caller.id, name);
  if (!found.active) throw new TrainyardError('language-model-inactive', { name });
  return found;
}

/** What a person named and is not there becomes an issue at its place. */
async function sayWhatFails<T>(looked: Promise<T>, path: string, issues: Issue[]): Promise<T | null> {
  try {
    return await looked;
  } catch (error) {
    if (!(error instanceof TrainyardError) || error.kind !== 'user') throw error;
    issues.push({ path, message: error.message.replace(/\.$/, '') });
    return null;
  }
}

async function choosePrompt(
  { store }: Pick<Parts, 'store'>,
  ref: string,
): Promise<{ prompt: FrozenRun['prompt']; issues: Issue[] }> {
  const issues: Issue[] = [];
  const [, name = '', version] = /^([^@]*)(?:@([1-9][0-9]{0,8}))?$/.exec(ref.trim()) ?? [];
  if (!promptName.safeParse(name).success) {
    const message = `"${ref.slice(0, 80)}" names no prompt; expected a name, or name@version such as answers@3`;
    return { prompt: undefined, issues: [{ path: 'prompt', message }] };
  }
  const looked =
    version === undefined
      ? getPrompt(store, name).then(({ current }) => current)
      : getPromptVersion(store, name, Number(version));
  const found = await sayWhatFails(looked, 'prompt', issues);
  if (found === null) return { prompt: undefined, issues };
  const { hash, system, output, examples } = found;
  return { prompt: { name, version: found.version, hash, system, output, examples }, issues };
}

/** Names resolved to what they stand for now: a default, an alias or a current version may change before the run begins. */
export async function chooseLanguage(
  parts: Pick<Parts, 'store'>,
  needs: Needs,
  config: Record<string, unknown>,
  caller: Caller,
): Promise<ChosenLanguage> {
  const chosen: ChosenLanguage = { frozen: {}, issues: [] };
  if (needs.language_models !== null) {
    const { models, issues } = await chooseModels(parts, needs.language_models, config, caller);
    chosen.frozen.language_models = models;
    chosen.issues.push(...issues);
  }
  // That none is given is told by the check of the configuration.
  if (needs.prompt && typeof config.prompt === 'string') {
    const { prompt, issues } = await choosePrompt(parts, config.prompt);
    if (prompt !== undefined) chosen.frozen.prompt = prompt;
    chosen.issues.push(...issues);
  }
  return chosen;
}

/** Those that rules may count on: a role whose model is not there is told of by its own issue. */
export function rolesOf({ frozen, issues }: ChosenLanguage): string[] {
  const told = issues.flatMap(({ path }) => /^language_models\.(.*)$/.exec(path)?.[1] ?? []);
  return [...Object.keys(frozen.language_models ?? {}), ...told];
}

/** The frozen configuration names what was chosen, so that a repeat takes the same. */
export function withChosenLanguage<Spec extends Pick<RunSpec, 'config'>>(
  spec: Spec,
  { frozen, issues }: ChosenLanguage,
): Spec {
  if (issues.length > 0) return spec;
  const names = Object.entries(frozen.language_models ?? {}).map(([role, { name }]) => [
    `language_models.${role}`,
    name,
  ]);
  const { prompt } = frozen;
  const reference = prompt === undefined ? {} : { prompt: `${prompt.name}@${prompt.version}` };
  return { ...spec, config: { ...spec.config, ...Object.fromEntries(names), ...reference } };
}
