import { z } from 'zod';
import {
  batch,
  batchComparison,
  batchCreate,
  batchKind,
  batchResume,
  batchStatus,
  resultStatus,
  wholeBatch,
} from '../batch.ts';
import { promptName } from '../prompt.ts';
import { idOrNumber } from '../run.ts';
import { byId, listOf, type Route } from './route.ts';

export const batchRoutes = {
  createBatch: {
    method: 'POST',
    path: '/api/v1/batches',
    summary: 'Ask a prompt about many items, or score answers: a job whose results are read while they come',
    role: 'member',
    body: batchCreate,
    responses: { 202: batch },
  },
  listBatches: {
    method: 'GET',
    path: '/api/v1/batches',
    summary: 'Batches, newest first',
    role: 'viewer',
    query: z.object({
      kind: batchKind.optional(),
      status: batchStatus.optional(),
      prompt: promptName.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
      /** The number of the last one shown. */
      cursor: z.coerce.number().int().positive().max(2_147_483_647).optional(),
    }),
    responses: { 200: listOf(batch) },
  },
  getBatch: {
    method: 'GET',
    path: '/api/v1/batches/:id',
    summary: 'How far a batch is, what it cost, and how its answers scored',
    role: 'viewer',
    params: byId,
    responses: { 200: wholeBatch },
  },
  listBatchResults: {
    method: 'GET',
    path: '/api/v1/batches/:id/results',
    summary: 'Results as JSON lines in the order in which they came, or as CSV; `follow=true` waits for those to come',
    role: 'viewer',
    params: byId,
    query: z.object({
      /** Those after this one. */
      cursor: z.coerce.number().int().min(0).max(9_000_000_000_000).default(0),
      follow: z.enum(['true', 'false']).default('false'),
      status: resultStatus.optional(),
      limit: z.coerce.number().int().min(1).max(1_000_000).optional(),
      format: z.enum(['ndjson', 'csv']).default('ndjson'),
    }),
    responses: { 200: 'stream' },
  },
  compareBatches: {
    method: 'GET',
    path: '/api/v1/batches/:id/comparison',
    summary: 'Whether another evaluation of the same items did better, told by a paired test',
    role: 'viewer',
    params: byId,
    query: z.object({ with: idOrNumber }),
    responses: { 200: batchComparison },
  },
  cancelBatch: {
    method: 'POST',
    path: '/api/v1/batches/:id/cancel',
    summary: 'Ask no further item; results so far stay',
    role: 'member',
    params: byId,
    responses: { 200: batch },
  },
  resumeBatch: {
    method: 'POST',
    path: '/api/v1/batches/:id/resume',
    summary: 'Go on with a batch that has ended before its last item, or ask again for what is missing',
    role: 'member',
    params: byId,
    body: batchResume,
    responses: { 202: batch },
  },
  deleteBatch: {
    method: 'DELETE',
    path: '/api/v1/batches/:id',
    summary: 'Forget a batch and its results; its owner or an admin may. The ledger keeps its calls',
    role: 'member',
    params: byId,
    responses: { 204: null },
  },
} as const satisfies Record<string, Route>;
