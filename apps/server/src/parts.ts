import type { Files } from '@trainyard/files';
import type { Gateway } from '@trainyard/llm-gateway';
import type { MetricIntake } from '@trainyard/queue/submit';
import type { Settings } from '@trainyard/settings';
import type { Store } from '@trainyard/store';
import type { Catalog } from '@trainyard/trainer-catalog';
import type { Logger } from 'pino';
import type { Analysis } from './analysis/analysis-thread.ts';
import type { Access } from './auth/access.ts';
import type { BatchBell } from './batch/batch-bell.ts';
import type { RunIds } from './run-ids.ts';
import type { EventHub } from './stream/event-hub.ts';
import type { DatasetFacts } from './submit/dataset-facts.ts';

/** What the handlers work with; made once in main, and by tests. */
export interface Parts {
  settings: Settings;
  store: Store;
  files: Files;
  catalog: Catalog;
  hub: EventHub;
  facts: DatasetFacts;
  /** Threads for what would hold up other requests. */
  analysis: Analysis;
  /** Group commit for points from outside. */
  intake: MetricIntake;
  /** The one door to language models. */
  gateway: Gateway;
  /** Rings when a batch has something new. */
  batchBell: BatchBell;
  runIds: RunIds;
  access: Access;
  /** The hash of the key of the local home. */
  localKeyHash: string;
  log: Logger;
  /** The installation's id: cookies are named with it. */
  installation: string;
  version: string;
}
