import { z } from 'zod';
import { signalView } from '../dataset.ts';
import { seriesWindow } from '../metric.ts';
import { predictionRow } from '../run.ts';
import { share, shareCreate, sharedRun } from '../share.ts';
import { predictionsQuery } from './comparison.ts';
import { byId, listOf, type Route, seriesQuery } from './route.ts';

/** One that is too short was cut off on its way. */
const shareToken = z.string().min(10, 'expected the whole of a shared link; this one is cut off').max(200);
const byToken = z.object({ token: shareToken });

export const shareRoutes = {
  createShare: {
    method: 'POST',
    path: '/api/v1/runs/:id/shares',
    summary: 'Make a read-only link to a run that expires; its address is told once',
    role: 'member',
    params: byId,
    body: shareCreate,
    responses: { 201: share.extend({ url: z.string() }) },
  },
  listShares: {
    method: 'GET',
    path: '/api/v1/runs/:id/shares',
    summary: 'Links to a run that are still good',
    role: 'member',
    params: byId,
    responses: { 200: z.object({ items: z.array(share) }) },
  },
  revokeShare: {
    method: 'DELETE',
    path: '/api/v1/shares/:share',
    summary: 'Revoke a link',
    role: 'member',
    params: z.object({ share: z.uuid() }),
    responses: { 204: null },
  },
  getSharedRun: {
    method: 'GET',
    path: '/api/v1/shared/:token',
    summary: 'What the holder of a link sees of the run',
    role: 'anyone',
    params: byToken,
    responses: { 200: sharedRun },
  },
  getSharedSeries: {
    method: 'GET',
    path: '/api/v1/shared/:token/series',
    summary: 'Metric series of the shared run, as of a run',
    role: 'anyone',
    params: byToken,
    query: seriesQuery,
    responses: { 200: z.object({ items: z.array(seriesWindow) }) },
  },
  listSharedPredictions: {
    method: 'GET',
    path: '/api/v1/shared/:token/predictions',
    summary: 'Predictions of the shared run, as of a run',
    role: 'anyone',
    params: byToken,
    query: predictionsQuery,
    responses: { 200: listOf(predictionRow) },
  },
  getSharedSignal: {
    method: 'GET',
    path: '/api/v1/shared/:token/signal',
    summary: 'The recording, or the window of it, that one prediction of the shared run was made of; no other',
    role: 'anyone',
    params: byToken,
    query: z.object({
      sample: z.string().max(500),
      points: z.coerce.number().int().min(16).max(4000).default(1000),
    }),
    responses: { 200: signalView },
  },
  getSharedFile: {
    method: 'GET',
    path: '/api/v1/shared/:token/files/*',
    summary: 'One file of the shared run',
    role: 'anyone',
    params: z.object({ token: shareToken, '*': z.string() }),
    responses: { 200: 'stream', 206: 'stream' },
  },
} as const satisfies Record<string, Route>;
