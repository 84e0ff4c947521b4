import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@trainyard/api-client';
import type { Settings } from '@trainyard/settings';
import { localUrl } from '../up/port-check.ts';

/** `TRAINYARD_URL`, else the server of the local home. */
export function serverUrl(settings: Settings): string {
  return settings.url ?? localUrl(settings);
}

/** `TRAINYARD_KEY`, else the key that the local home keeps; undefined where there is neither. */
async function serverKey(settings: Settings): Promise<string | undefined> {
  if (settings.key !== null) return settings.key;
  // Another server is never shown the key of this home.
  if (settings.url !== null && settings.url !== localUrl(settings)) return undefined;
  try {
    const key = (await readFile(join(settings.home, 'keys/local.key'), 'utf8')).trim();
    return key === '' ? undefined : key;
  } catch {
    return undefined; // no home yet, or not ours to read: the server's refusal says what to do
  }
}

export async function connect(settings: Settings): Promise<Client> {
  return createClient({ url: serverUrl(settings), key: await serverKey(settings) });
}
