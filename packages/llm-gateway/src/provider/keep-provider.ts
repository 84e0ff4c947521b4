import {
  type Provider,
  type ProviderCreate,
  type ProviderKind,
  type ProviderPatch,
  usualBaseUrl,
} from '@trainyard/contracts';
import { createProvider, getProvider, newId, patchProvider, type Store } from '@trainyard/store';
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

/** Throws provider-not-found, provider-exists, provider-key-unfit. */
export async function changeProvider(
  store: Store,
  sealingKey: Buffer,
  { name, patch }: { name: string; patch: ProviderPatch },
): Promise<Provider> {
  return store.begin(async (tx) => {
    const { id, kind } = await getProvider(tx, name);
    const { key } = patch;
    checkKey(kind, name, key);
    const sealed = key === undefined || key === null ? key : seal(sealingKey, key, id);
    return patchProvider(tx, name, patch, sealed);
  });
}
