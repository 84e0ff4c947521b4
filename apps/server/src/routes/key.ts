import { createApiKey, listApiKeys, revokeApiKey } from '@trainyard/store';
import { hashSecret, newSecret, prefixOf } from '../auth/secret.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

/** Administrators see to the keys of all; others see to their own. */
function whoseFor(caller: Caller): string | null {
  return caller.role === 'admin' ? null : caller.id;
}

export function keyRoutes({ store, access, localKeyHash }: Parts): Handlers<'createKey' | 'listKeys' | 'revokeKey'> {
  return {
    async createKey({ caller, body, reply }) {
      const key = newSecret('key');
      const made = { userId: caller.id, name: body.name, keyHash: hashSecret(key), prefix: prefixOf(key) };
      const id = await createApiKey(store, made);
      reply.header('location', '/api/v1/keys');
      return { id, name: body.name, key };
    },
    async listKeys({ caller }) {
      return { items: await listApiKeys(store, { userId: whoseFor(caller), localKeyHash }) };
    },
    async revokeKey({ params, caller, reply }) {
      await revokeApiKey(store, { id: params.key, userId: whoseFor(caller), localKeyHash });
      // The announcement comes to this process too, but perhaps after the answer.
      access.revoked(params.key);
      return reply.send();
    },
  };
}
