import { usualTopK } from '@trainyard/contracts';
import { isOpenAi } from '@trainyard/llm-gateway';
import {
  createLanguageModel,
  deleteLanguageModel,
  getLanguageModel,
  getProvider,
  listLanguageModels,
  patchLanguageModel,
  removeDefaultLanguageModel,
  setDefaultLanguageModel,
} from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

type LanguageModelRoutes =
  | 'listLanguageModels'
  | 'createLanguageModel'
  | 'getLanguageModel'
  | 'patchLanguageModel'
  | 'deleteLanguageModel'
  | 'setDefaultLanguageModel'
  | 'removeDefaultLanguageModel';

export function languageModelRoutes({ store, gateway }: Parts): Handlers<LanguageModelRoutes> {
  return {
    async listLanguageModels({ caller }) {
      return { items: await listLanguageModels(store, caller.id) };
    },
    async createLanguageModel({ body, caller, reply }) {
      const made = await store.begin(async (tx) => {
        const { base_url } = await getProvider(tx, body.provider);
        // OpenAI itself refuses a top-k; all others that are known take one.
        const usual = isOpenAi(base_url) ? null : usualTopK;
        return createLanguageModel(tx, caller.id, { ...body, top_k: body.top_k === undefined ? usual : body.top_k });
      });
      reply.header('location', `/api/v1/language-models/${made.name}`);
      return made;
    },
    getLanguageModel: ({ params, caller }) => getLanguageModel(store, caller.id, params.name),
    async patchLanguageModel({ params, body, caller }) {
      const changed = await store.begin((tx) => patchLanguageModel(tx, caller, params.name, body));
      gateway.forget();
      return changed;
    },
    async deleteLanguageModel({ params, caller, reply }) {
      await store.begin((tx) => deleteLanguageModel(tx, caller, params.name));
      gateway.forget();
      return reply.send();
    },
    async setDefaultLanguageModel({ params, body, caller }) {
      const chosen = { userId: caller.id, role: params.role, name: body.name };
      const model = await store.begin((tx) => setDefaultLanguageModel(tx, chosen));
      gateway.forget();
      return model;
    },
    async removeDefaultLanguageModel({ params, caller, reply }) {
      await removeDefaultLanguageModel(store, caller.id, params.role);
      gateway.forget();
      return reply.send();
    },
  };
}
