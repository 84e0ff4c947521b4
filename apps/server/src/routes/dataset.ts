import { getDataset, getDatasetManifest, listDatasets } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { receiveDataset } from '../submit/receive-dataset.ts';

export function datasetRoutes(
  parts: Parts,
): Handlers<'createDataset' | 'listDatasets' | 'getDataset' | 'getDatasetManifest'> {
  const { store } = parts;
  return {
    async createDataset({ request, reply, caller }) {
      const run = await receiveDataset(parts, request, caller);
      reply.header('location', `/api/v1/runs/${run.id}`);
      return run;
    },
    listDatasets: ({ query }) => listDatasets(store, query),
    getDataset: ({ params }) => getDataset(store, params.name),
    getDatasetManifest: ({ params }) => getDatasetManifest(store, params.name),
  };
}
