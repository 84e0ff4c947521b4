import { cancelExperiment } from '@trainyard/queue/submit';
import { experimentRunIds, getExperiment, getRuns, listExperiments } from '@trainyard/store';
import { dropFilesOf, isNobodys } from '../cancelled-files.ts';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { createBatch } from '../submit/create-run.ts';
import { actorOf } from '../submit/submit-run.ts';

type ExperimentRoutes = 'createExperiment' | 'listExperiments' | 'getExperiment' | 'cancelExperiment';

export function experimentRoutes(parts: Parts): Handlers<ExperimentRoutes> {
  const { store } = parts;
  async function whole(ref: string) {
    const experiment = await getExperiment(store, ref);
    return { experiment, runs: await getRuns(store, await experimentRunIds(store, experiment.id)) };
  }
  return {
    async createExperiment({ body, caller, reply }) {
      const id = await createBatch(parts, body, caller);
      reply.header('location', `/api/v1/experiments/${id}`);
      return whole(id);
    },
    listExperiments: ({ query }) => listExperiments(store, query),
    getExperiment: ({ params }) => whole(params.id),
    async cancelExperiment({ params, caller }) {
      const { id } = await getExperiment(store, params.id);
      const before = await getRuns(store, await experimentRunIds(store, id));
      const cancelled = new Set(await cancelExperiment(store, id, actorOf(caller)));
      for (const run of before) if (cancelled.has(run.id) && isNobodys(run)) await dropFilesOf(parts, run.id);
      return whole(id);
    },
  };
}
