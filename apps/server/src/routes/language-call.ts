import { TrainyardError } from '@trainyard/contracts';
import {
  addPrice,
  batchIdOf,
  type CallQuery,
  findUser,
  listBudgets,
  listCalls,
  listPrices,
  removeBudget,
  runIdOf,
  runOwner,
  setBudget,
  sumUsage,
} from '@trainyard/store';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

type LanguageCallRoutes =
  | 'listPrices'
  | 'addPrice'
  | 'listLanguageCalls'
  | 'sumLanguageUsage'
  | 'listLanguageBudgets'
  | 'setUserBudget'
  | 'removeUserBudget'
  | 'setInstallationBudget'
  | 'removeInstallationBudget'
  | 'setRunBudget'
  | 'removeRunBudget';

interface Which {
  run?: string | undefined;
  batch?: string | undefined;
  role?: string | undefined;
  status?: string | undefined;
  language_model?: string | undefined;
  since?: string | undefined;
  everybody?: 'true' | 'false' | undefined;
}

export function languageCallRoutes({ store, gateway }: Parts): Handlers<LanguageCallRoutes> {
  async function queryOf(which: Which, caller: Caller): Promise<CallQuery> {
    const { run, batch, role, status, language_model: languageModel, since, everybody } = which;
    if (run !== undefined && batch !== undefined) {
      throw new TrainyardError('query-invalid', { detail: 'batch: calls are those of a run or of a batch' });
    }
    const userId = caller.role === 'admin' && everybody === 'true' ? null : caller.id;
    const told = { userId, role, status, languageModel, since };
    // Calls of a batch have its id as that of a run.
    if (batch !== undefined) return { ...told, runId: await batchIdOf(store, batch) };
    return { ...told, ...(run === undefined ? {} : { runId: await runIdOf(store, run) }) };
  }

  async function userOf(word: string, caller: Caller): Promise<string> {
    const user = word === 'me' ? caller : await findUser(store, word);
    if (user === null) throw new TrainyardError('user-not-found', { user: word.slice(0, 100) });
    if (user.id !== caller.id && caller.role !== 'admin') throw new TrainyardError('forbidden', { role: 'admin' });
    return user.id;
  }

  async function ownRun(word: string, caller: Caller): Promise<string> {
    const runId = await runIdOf(store, word);
    if (caller.role !== 'admin' && (await runOwner(store, runId)) !== caller.id) {
      throw new TrainyardError('forbidden', { role: 'admin, or that the run is your own' });
    }
    return runId;
  }

  return {
    async listPrices() {
      return { items: await listPrices(store) };
    },
    async addPrice({ body, caller, reply }) {
      const price = await store.begin((tx) => addPrice(tx, body, caller.id));
      gateway.forget();
      reply.header('location', '/api/v1/language-prices');
      return price;
    },
    async listLanguageCalls({ query, caller }) {
      const { limit, cursor, request, ...which } = query;
      return listCalls(store, { ...(await queryOf(which, caller)), limit, cursor, request });
    },
    async sumLanguageUsage({ query, caller, request }) {
      const { by, each_day, ...asked } = query;
      // The key of a run is told of that run alone.
      const which: Which =
        request.keyRunId === null ? asked : { ...asked, run: request.keyRunId, batch: undefined, everybody: 'false' };
      return { items: await sumUsage(store, await queryOf(which, caller), { by, eachDay: each_day === 'true' }) };
    },
    async listLanguageBudgets({ caller }) {
      return { items: await listBudgets(store, caller.role === 'admin' ? null : caller.id) };
    },
    async setUserBudget({ params, body, caller }) {
      const userId = await userOf(params.user, caller);
      return store.begin((tx) => setBudget(tx, { userId }, { limits: body, by: caller }));
    },
    async removeUserBudget({ params, caller, reply }) {
      const userId = await userOf(params.user, caller);
      await store.begin((tx) => removeBudget(tx, { userId }, caller));
      return reply.send();
    },
    async setInstallationBudget({ body, caller }) {
      return store.begin((tx) => setBudget(tx, { everything: true }, { limits: body, by: caller }));
    },
    async removeInstallationBudget({ caller, reply }) {
      await store.begin((tx) => removeBudget(tx, { everything: true }, caller));
      return reply.send();
    },
    async setRunBudget({ params, body, caller }) {
      const runId = await ownRun(params.id, caller);
      return store.begin((tx) => setBudget(tx, { runId }, { limits: body, by: caller }));
    },
    async removeRunBudget({ params, caller, reply }) {
      const runId = await ownRun(params.id, caller);
      await store.begin((tx) => removeBudget(tx, { runId }, caller));
      return reply.send();
    },
  };
}
