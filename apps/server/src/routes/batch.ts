import { Readable } from 'node:stream';
import {
  batchIdOf,
  cancelBatch,
  createBatch,
  deleteBatch,
  getBatch,
  listBatches,
  pairBatches,
  resumeBatch,
} from '@trainyard/store';
import { checkComparable, compareBatches } from '../batch/compare-batches.ts';
import { prepareBatch } from '../batch/prepare-batch.ts';
import { csvHead, csvLine, jsonLine, resultTexts } from '../batch/result-stream.ts';
import type { Handlers } from '../http/handler.ts';
import { attachment } from '../http/range.ts';
import type { Parts } from '../parts.ts';

type BatchRoutes =
  | 'createBatch'
  | 'listBatches'
  | 'getBatch'
  | 'listBatchResults'
  | 'compareBatches'
  | 'cancelBatch'
  | 'resumeBatch'
  | 'deleteBatch';

async function* after(head: string, texts: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* texts;
}

export function batchRoutes(parts: Parts): Handlers<BatchRoutes> {
  const { store, batchBell: bell } = parts;
  return {
    async createBatch({ body, caller, reply }) {
      const { asked, items } = await prepareBatch(parts, body, caller);
      const { name, kind, samples } = body;
      const id = await store.begin((tx) => createBatch(tx, { ownerId: caller.id, name, kind, samples, asked, items }));
      reply.header('location', `/api/v1/batches/${id}`);
      return getBatch(store, id);
    },
    listBatches: ({ query }) => listBatches(store, query),
    getBatch: ({ params }) => getBatch(store, params.id),
    async listBatchResults({ params, query, reply }) {
      const { id, number } = await getBatch(store, params.id);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const { cursor, follow, limit = Number.POSITIVE_INFINITY, status, format } = query;
      const asked = { cursor, follow: follow === 'true', limit, status };
      const csv = format === 'csv';
      const line = csv ? csvLine : jsonLine;
      const texts = resultTexts({ store, bell }, id, { query: asked, line, signal: gone.signal });
      reply
        .type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', attachment(`batch-${number}.${csv ? 'csv' : 'jsonl'}`))
        .header('x-accel-buffering', 'no');
      return reply.send(Readable.from(csv ? after(csvHead, texts) : texts, { objectMode: false }));
    },
    async compareBatches({ params, query }) {
      const [a, b] = await Promise.all([getBatch(store, params.id), getBatch(store, query.with)]);
      checkComparable(a, b);
      return compareBatches(a, b, await pairBatches(store, a.id, b.id));
    },
    async cancelBatch({ params, caller }) {
      const id = await batchIdOf(store, params.id);
      await store.begin((tx) => cancelBatch(tx, id, caller));
      return getBatch(store, id);
    },
    async resumeBatch({ params, body, caller }) {
      const id = await batchIdOf(store, params.id);
      const { budget, retry_missing: retryMissing } = body;
      await store.begin((tx) => resumeBatch(tx, id, { by: caller, budget, retryMissing }));
      return getBatch(store, id);
    },
    async deleteBatch({ params, caller, reply }) {
      const id = await batchIdOf(store, params.id);
      await store.begin((tx) => deleteBatch(tx, id, caller));
      return reply.send();
    },
  };
}
