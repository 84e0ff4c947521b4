import { createApiKey, ensureAdmin, type Store, userOfApiKey } from '@trainyard/store';
import { hashSecret, prefixOf } from './secret.ts';

/** Makes the key of the local home an administrator's. Safe to run at every start. */
export async function admitLocalKey(store: Store, key: string): Promise<void> {
  const keyHash = hashSecret(key);
  if ((await userOfApiKey(store, keyHash)) !== null) return;
  const admin = await ensureAdmin(store);
  await createApiKey(store, { userId: admin.id, name: 'local home', keyHash, prefix: prefixOf(key) });
}
