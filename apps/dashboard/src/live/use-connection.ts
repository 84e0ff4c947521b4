import { useSyncExternalStore } from 'react';
import type { Connection } from './connection.ts';
import { liveHub } from './hub-of-page.ts';

/** `live`, `connecting`, `lost` since when, or `idle`. */
export function useConnection(): Connection {
  return useSyncExternalStore(liveHub.onConnection, () => liveHub.connection);
}
