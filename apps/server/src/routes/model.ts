import {
  createModel,
  deleteModel,
  deleteModelVersion,
  getModel,
  getModelVersion,
  listModelMoves,
  listModels,
  listModelUses,
  patchModel,
  patchModelVersion,
  registerModelVersion,
  removeModelAlias,
  runIdOf,
  setModelAlias,
  versionsOfRun,
} from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

type ModelRoutes =
  | 'listModels'
  | 'createModel'
  | 'getModel'
  | 'patchModel'
  | 'deleteModel'
  | 'registerModel'
  | 'patchModelVersion'
  | 'deleteModelVersion'
  | 'setModelAlias'
  | 'removeModelAlias'
  | 'listModelMoves'
  | 'listModelUses'
  | 'listRunModels';

export function modelRoutes({ store }: Pick<Parts, 'store'>): Handlers<ModelRoutes> {
  return {
    listModels: ({ query }) => listModels(store, query),
    async createModel({ body, caller, reply }) {
      await createModel(store, { ...body, ownerId: caller.id });
      reply.header('location', `/api/v1/models/${body.name}`);
      return getModel(store, body.name);
    },
    getModel: ({ params }) => getModel(store, params.ref),
    async patchModel({ params, body }) {
      await patchModel(store, params.name, body.description);
      return getModel(store, params.name);
    },
    async deleteModel({ params, caller, reply }) {
      await store.begin((tx) => deleteModel(tx, params.name, caller));
      return reply.send();
    },
    async registerModel({ params, body, caller, reply }) {
      const { name } = params;
      const runId = await runIdOf(store, String(body.run));
      const { version, created } = await store.begin((tx) =>
        registerModelVersion(tx, { name, runId, note: body.note, ownerId: caller.id }),
      );
      const ref = `${name}@${version}`;
      if (created) reply.code(201).header('location', `/api/v1/models/${ref}`);
      return getModelVersion(store, ref);
    },
    async patchModelVersion({ params, body }) {
      await patchModelVersion(store, params.name, params.version, body.note);
      return getModelVersion(store, `${params.name}@${params.version}`);
    },
    async deleteModelVersion({ params, caller, reply }) {
      await store.begin((tx) => deleteModelVersion(tx, params.name, params.version, caller));
      return reply.send();
    },
    async setModelAlias({ params, body, caller }) {
      await store.begin((tx) => setModelAlias(tx, { ...params, version: body.version, by: caller.id }));
      return getModel(store, params.name);
    },
    async removeModelAlias({ params, caller, reply }) {
      await store.begin((tx) => removeModelAlias(tx, { ...params, by: caller.id }));
      return reply.send();
    },
    async listModelMoves({ params, query }) {
      return { items: await listModelMoves(store, params.name, query.limit) };
    },
    listModelUses: ({ params, query }) => listModelUses(store, params.name, query),
    async listRunModels({ params }) {
      return { items: await versionsOfRun(store, await runIdOf(store, params.id)) };
    },
  };
}
