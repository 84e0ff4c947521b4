import { z } from 'zod';
import { hostSample, worker, workerPatch } from '../worker.ts';
import type { Route } from './route.ts';

export const workerRoutes = {
  listWorkers: {
    method: 'GET',
    path: '/api/v1/workers',
    summary: 'Workers, what they run and their hosts',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(worker) }) },
  },
  listHostSamples: {
    method: 'GET',
    path: '/api/v1/workers/:worker/samples',
    summary: 'History of a host',
    role: 'viewer',
    params: z.object({ worker: z.string() }),
    query: z.object({ minutes: z.coerce.number().int().min(1).max(10_080).default(60) }),
    responses: { 200: z.object({ items: z.array(hostSample) }) },
  },
  patchWorker: {
    method: 'PATCH',
    path: '/api/v1/workers/:worker',
    summary: 'Change slots, or drain a worker: it finishes what it carries and takes nothing new',
    role: 'admin',
    params: z.object({ worker: z.string() }),
    body: workerPatch,
    responses: { 200: worker },
  },
} as const satisfies Record<string, Route>;
