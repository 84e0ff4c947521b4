import { deleteProvider, getProvider, listProviders } from '@trainyard/store';
import { goOnWithKey } from '../chat/pause-for-key.ts';
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
    async patchProvider({ params, body, request }) {
      const changed = await gateway.changeProvider(params.provider, body);
      goOnWithKey(store, changed.id, request.log);
      return changed;
    },
    async deleteProvider({ params, reply }) {
      await store.begin((tx) => deleteProvider(tx, params.provider));
      gateway.forget();
      return reply.send();
    },
    testProvider: ({ params, body, caller }) => gateway.testProvider(caller.id, params.provider, body.model),
  };
}
