import { z } from 'zod';
import { runEvent, streamCursor } from '../event.ts';
import { byId, type Route } from './route.ts';

export const eventRoutes = {
  listEvents: {
    method: 'GET',
    path: '/api/v1/runs/:id/events',
    summary: 'Events of a run after a seq',
    role: 'viewer',
    params: byId,
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(5000).default(500),
      kinds: z.string().optional(),
    }),
    responses: { 200: z.object({ items: z.array(runEvent) }) },
  },
  streamEvents: {
    method: 'GET',
    path: '/api/v1/events',
    summary: 'Server-sent events of several topics',
    role: 'viewer',
    query: z.object({ topics: z.string().min(1).max(4000), cursor: streamCursor.optional() }),
    responses: { 200: 'stream' },
  },
} as const satisfies Record<string, Route>;
