import { z } from 'zod';
import { apiKey } from '../key.ts';
import type { Route } from './route.ts';

export const keyRoutes = {
  createKey: {
    method: 'POST',
    path: '/api/v1/keys',
    summary: 'Make an API key; it is shown once',
    role: 'member',
    body: z.strictObject({ name: z.string().min(1).max(100) }),
    responses: { 201: z.object({ id: z.string(), name: z.string(), key: z.string() }) },
  },
  listKeys: {
    method: 'GET',
    path: '/api/v1/keys',
    summary: 'One’s own API keys that are good; for administrators those of everybody',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(apiKey) }) },
  },
  revokeKey: {
    method: 'DELETE',
    path: '/api/v1/keys/:key',
    summary: 'Revoke an API key by its id: it is refused at once, and what it has open ends',
    role: 'viewer',
    params: z.object({ key: z.uuid() }),
    responses: { 204: null },
  },
} as const satisfies Record<string, Route>;
