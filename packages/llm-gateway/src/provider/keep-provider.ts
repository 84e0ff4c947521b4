import {
  type Provider,
  type ProviderCreate,
  type ProviderKind,
  type ProviderPatch,
  TrainyardError,
  usualBaseUrl,
} from '@trainyard/contracts';
import { createProvider, getProvider, lockProvider, newId, patchProvider, type Store } from '@trainyard/store';
import { seal } from '../secret/seal.ts';
import { readServiceAccount } from './open-model.ts';

/** Vertex takes a service account; what is none would only be found out at the first call. Throws provider-key-unfit. */
function checkKey(kind: ProviderKind, name: string, key: string | undefined | null): void {
  if (kind === 'vertex' && typeof key === 'string') readServiceAccount({ name, key });
}

/** Throws provider-exists, provider-key-unfit. */
export async function addProvider(
  store: Store,
  sealingKey: Buffer,
  { ownerId, given }: { ownerId: string; given: ProviderCreate },
): Promise<Provider> {
  const { key, ...rest } = given;
  checkKey(given.kind, given.name, key);
  const id = newId();
  const base_url = given.base_url ?? usualBaseUrl[given.kind] ?? undefined;
  const sealedKey = key === undefined ? null : seal(sealingKey, key, id);
  await createProvider(store, { id, ownerId, given: { ...rest, base_url }, sealedKey });
  return getProvider(store, given.name);
}

/** A key belongs to its address: whoever may change the address alone could have it sent to their own. */
function movesKey({ has_key, base_url }: Provider, patch: ProviderPatch): boolean {
  return has_key && patch.key === undefined && patch.base_url !== undefined && patch.base_url !== base_url;
}

/** Throws provider-not-found, provider-exists, provider-key-unfit, provider-key-needed. */
export async function changeProvider(
  store: Store,
  sealingKey: Buffer,
  { name, patch }: { name: string; patch: ProviderPatch },
): Promise<Provider> {
  return store.begin(async (tx) => {
    const before = await lockProvider(tx, name);
    const { id, kind } = before;
    const { key } = patch;
    if (movesKey(before, patch)) throw new TrainyardError('provider-key-needed', { name });
    checkKey(kind, name, key);
    const sealed = key === undefined || key === null ? key : seal(sealingKey, key, id);
    return patchProvider(tx, name, patch, sealed);
  });
}
