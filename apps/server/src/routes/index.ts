import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { batchRoutes } from './batch.ts';
import { chatRoutes } from './chat.ts';
import { classifyRoutes } from './classify.ts';
import { comparisonRoutes } from './comparison.ts';
import { datasetRoutes } from './dataset.ts';
import { embedderRoutes } from './embedder.ts';
import { eventRoutes } from './event.ts';
import { experimentRoutes } from './experiment.ts';
import { exportRoutes } from './export.ts';
import { fileRoutes } from './file.ts';
import { healthRoutes } from './health.ts';
import { keyRoutes } from './key.ts';
import { languageCallRoutes } from './language-call.ts';
import { languageModelRoutes } from './language-model.ts';
import { logRoutes } from './log.ts';
import { metricRoutes } from './metric.ts';
import { metricSetRoutes } from './metric-set.ts';
import { modelRoutes } from './model.ts';
import { noticeRoutes } from './notice.ts';
import { promptRoutes } from './prompt.ts';
import { providerRoutes } from './provider.ts';
import { runRoutes } from './run.ts';
import { runActionRoutes } from './run-action.ts';
import { sealRoutes } from './seal.ts';
import { shareRoutes } from './share.ts';
import { signInRoutes } from './sign-in.ts';
import { trainerRoutes } from './trainer.ts';
import { viewRoutes } from './view.ts';
import { workerRoutes } from './worker.ts';

/** Every route of the table, each noun's in its own file. The type says when one is missing. */
export function allRoutes(parts: Parts): Handlers {
  return {
    ...healthRoutes(parts),
    ...signInRoutes(parts),
    ...keyRoutes(parts),
    ...trainerRoutes(parts),
    ...runRoutes(parts),
    ...runActionRoutes(parts),
    ...fileRoutes(parts),
    ...eventRoutes(parts),
    ...logRoutes(parts),
    ...metricRoutes(parts),
    ...experimentRoutes(parts),
    ...datasetRoutes(parts),
    ...modelRoutes(parts),
    ...classifyRoutes(parts),
    ...comparisonRoutes(parts),
    ...exportRoutes(parts),
    ...workerRoutes(parts),
    ...viewRoutes(parts),
    ...noticeRoutes(parts),
    ...shareRoutes(parts),
    ...sealRoutes(parts),
    ...embedderRoutes(parts),
    ...metricSetRoutes(parts),
    ...promptRoutes(parts),
    ...batchRoutes(parts),
    ...providerRoutes(parts),
    ...languageModelRoutes(parts),
    ...languageCallRoutes(parts),
    ...chatRoutes(parts),
  };
}
