import { z } from 'zod';
import { artifactRow, checkpointRow, idOrNumber, runAttempt } from '../run.ts';
import { section } from '../section.ts';
import { byId, type Route } from './route.ts';

export const fileRoutes = {
  listAttempts: {
    method: 'GET',
    path: '/api/v1/runs/:id/attempts',
    summary: 'Process lives of a run',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(runAttempt) }) },
  },
  listCheckpoints: {
    method: 'GET',
    path: '/api/v1/runs/:id/checkpoints',
    summary: 'Checkpoints, newest first',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(checkpointRow) }) },
  },
  listSections: {
    method: 'GET',
    path: '/api/v1/runs/:id/sections',
    summary: 'Result sections; `live=true`: only those of what goes on',
    role: 'viewer',
    params: byId,
    query: z.object({ live: z.literal('true').optional() }),
    responses: { 200: z.object({ items: z.array(section) }) },
  },
  listFiles: {
    method: 'GET',
    path: '/api/v1/runs/:id/files',
    summary: 'Files of a run',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(artifactRow) }) },
  },
  getFile: {
    method: 'GET',
    path: '/api/v1/runs/:id/files/*',
    summary: 'One file; Range and ETag',
    role: 'viewer',
    params: z.object({ id: idOrNumber, '*': z.string() }),
    responses: { 200: 'stream', 206: 'stream' },
  },
} as const satisfies Record<string, Route>;
