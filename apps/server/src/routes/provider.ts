import { deleteProvider, getProvider, listProviders } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

type ProviderRoutes =
  | 'listProviders'
  | 'createProvider'
  | 'getProvider'
  | 'patchProvider'
  | 'deleteProvider'
  | 'testProvider';

export function providerRoutes({ store, gateway }: Parts): Handlers<ProviderRoutes> {
  return {
    async listProviders() {
      return { items: await listProviders(store) };
    },
    async createProvider({ body, caller, reply }) {
      const made = await gateway.addProvider(caller.id, body);
      reply.header('location', `/api/v1/providers/${made.name}`);
      return made;
    },
    getProvider: ({ params }) => getProvider(store, params.provider),
    patchProvider: ({ params, body }) => gateway.changeProvider(params.provider, body),
    async deleteProvider({ params, reply }) {
      await store.begin((tx) => deleteProvider(tx, params.provider));
      gateway.forget();
      return reply.send();
    },
    testProvider: ({ params, body, caller }) => gateway.testProvider(caller.id, params.provider, body.model),
  };
}
