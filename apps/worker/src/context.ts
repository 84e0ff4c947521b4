import { join } from 'node:path';
import type { Files } from '@trainyard/files';
import type { Settings } from '@trainyard/settings';
import type { Store } from '@trainyard/store';
import type { Catalog } from '@trainyard/trainer-catalog';
import type { Logger } from 'pino';

/** What every phase of a worker has at hand. */
export interface Context {
  settings: Settings;
  store: Store;
  files: Files;
  catalog: Pick<Catalog, 'usable' | 'environment' | 'codeDigest'>;
  log: Logger;
  workerId: string;
}

/** Where an attempt's process works: task, process record, output. */
export function workFolder(settings: Settings, runId: string, attempt: number): string {
  return join(settings.home, 'runs', runId, String(attempt));
}
