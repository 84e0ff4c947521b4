import { TrainyardError } from '@trainyard/contracts';
import type { SealedProvider } from '@trainyard/store';
import { unseal } from '../secret/seal.ts';
import type { Account } from './account.ts';

/** A provider with its key opened. Throws provider-key-unreadable. */
export function openAccount(row: SealedProvider, sealingKey: Buffer): Account {
  const key = row.sealed_key === null ? null : unseal(sealingKey, row.sealed_key, row.provider_id);
  if (row.sealed_key !== null && key === null) {
    throw new TrainyardError('provider-key-unreadable', { name: row.provider });
  }
  return {
    id: row.provider_id,
    name: row.provider,
    kind: row.kind,
    baseUrl: row.base_url,
    project: row.project,
    location: row.location,
    key,
    maxConcurrent: row.max_concurrent,
    maxPerMinute: row.max_per_minute,
    timeoutMs: row.timeout_s * 1000,
    retries: row.retries,
  };
}
