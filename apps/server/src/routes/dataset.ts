import { toWire } from '@trainyard/contracts';
import { getDataset, getDatasetManifest, getDatasetVersion, listBestRuns, listDatasets } from '@trainyard/store';
import { KeptAnswers } from '../analysis/kept-answer.ts';
import { pageFrom } from '../analysis/list-predictions.ts';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { receiveDataset } from '../submit/receive-dataset.ts';

type DatasetRoutes =
  | 'createDataset'
  | 'listDatasets'
  | 'listBest'
  | 'getDataset'
  | 'getDatasetManifest'
  | 'listSamples'
  | 'listItems'
  | 'getSignal';

/** The overview of every open browser asks for it again with each run that ends. */
const bestMilliseconds = 2000;

export function datasetRoutes(parts: Parts): Handlers<DatasetRoutes> {
  const { store, analysis } = parts;
  const best = new KeptAnswers(() => listBestRuns(store), { milliseconds: bestMilliseconds, most: 1 });
  return {
    async createDataset({ request, reply, caller }) {
      const run = await receiveDataset(parts, request, caller);
      reply.header('location', `/api/v1/runs/${run.id}`);
      return run;
    },
    listDatasets: ({ query }) => listDatasets(store, query),
    async listBest() {
      const items = (await best.get('')).map(({ split_note, note, better: _better, ...one }) => ({
        ...one,
        value: toWire(one.value),
        note: split_note ?? note,
      }));
      return { items, next_cursor: null, total: items.length };
    },
    getDataset: ({ params }) => getDataset(store, params.name),
    getDatasetManifest: ({ params }) => getDatasetManifest(store, params.name),
    async listSamples({ params, query }) {
      const { digest } = await getDatasetVersion(store, params.name);
      const { label, limit } = query;
      return pageFrom(query, (offset) => analysis.pictures.ask('samples', { digest, label, offset, limit }));
    },
    async listItems({ params, query }) {
      const { digest } = await getDatasetVersion(store, params.name);
      const { q, limit } = query;
      return pageFrom(query, (offset) => analysis.pictures.ask('items', { digest, q, offset, limit }));
    },
    async getSignal({ params, query }) {
      const { digest, name } = await getDatasetVersion(store, params.name);
      const { window: seconds, overlap, ...place } = query;
      const window = seconds === undefined ? undefined : { seconds, overlap };
      return analysis.pictures.ask('signal', { name, digest, ...place, window });
    },
  };
}
