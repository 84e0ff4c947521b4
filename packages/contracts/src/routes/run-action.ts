import { z } from 'zod';
import { run } from '../run.ts';
import { byId, type Route } from './route.ts';

export const runActionRoutes = {
  pauseRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/pause',
    summary: 'Pause after the current epoch or stage',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  resumeRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/resume',
    summary: 'Queue a paused run again',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  stopRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/stop',
    summary: 'End early and keep results',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  cancelRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/cancel',
    summary: 'End and drop its files',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  checkpointRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/checkpoint',
    summary: 'Save a checkpoint now',
    role: 'member',
    params: byId,
    responses: { 202: run },
  },
  finishRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/finish',
    summary: 'Close a run that another program executes',
    role: 'member',
    params: byId,
    body: z.strictObject({ status: z.enum(['completed', 'failed']), message: z.string().max(4000).optional() }),
    responses: { 200: run },
  },
} as const satisfies Record<string, Route>;
