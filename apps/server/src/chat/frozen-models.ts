import { type LanguageChoice, languageRole, TrainyardError } from '@trainyard/contracts';
import { getFrozenRun, type Store } from '@trainyard/store';

const mostRemembered = 1000;

function refusal(detail: string): TrainyardError {
  return new TrainyardError('query-invalid', { detail }, { issues: [{ path: 'model', message: detail }] });
}

/** The language models of runs' records, which do not change: the key of a run asks these and no others. */
export class FrozenModels {
  readonly #store: Store;
  readonly #kept = new Map<string, Partial<Record<string, LanguageChoice>>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** What the record has under a name, or under `role:` and a role. Throws query-invalid. */
  async choiceOf(runId: string, asked: string): Promise<LanguageChoice> {
    const models = this.#kept.get(runId) ?? (await getFrozenRun(this.#store, runId))?.language_models ?? {};
    if (this.#kept.size >= mostRemembered) this.#kept.clear();
    this.#kept.set(runId, models);
    const choices = Object.values(models).filter((choice) => choice !== undefined);
    const role = languageRole.safeParse(/^role:(.*)$/.exec(asked)?.[1]);
    const found = role.success ? models[role.data] : choices.find(({ name }) => name === asked);
    if (found !== undefined) return found;
    const names = [...new Set(choices.map(({ name }) => name))].join(', ') || 'none';
    throw refusal(
      `body model: this run was not submitted with "${asked.slice(0, 100)}"; its language models: ${names}`,
    );
  }
}

/** The name may mean another model by now, which is not what the run was submitted with. Throws query-invalid. */
export function requireUnchanged(choice: LanguageChoice, now: { provider: string; model: string }): void {
  if (choice.provider === now.provider && choice.model === now.model) return;
  throw refusal(
    `body model: "${choice.name}" is now ${now.model} of ${now.provider}, and this run was submitted with ${choice.model} of ${choice.provider}; change it back, or submit the run again`,
  );
}
