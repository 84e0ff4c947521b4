import { z } from 'zod';
import { provider, providerCreate, providerPatch, providerTest, providerTestAsk } from '../provider.ts';
import type { Route } from './route.ts';

const byProvider = z.object({ provider: z.string().min(1).max(63) });

export const providerRoutes = {
  listProviders: {
    method: 'GET',
    path: '/api/v1/providers',
    summary: 'Accounts with providers of language models, by name; whether each has a key, never the key',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(provider) }) },
  },
  createProvider: {
    method: 'POST',
    path: '/api/v1/providers',
    summary: 'Add a provider; its key is sealed and never told again',
    role: 'admin',
    body: providerCreate,
    responses: { 201: provider },
  },
  getProvider: {
    method: 'GET',
    path: '/api/v1/providers/:provider',
    summary: 'One provider, by its name',
    role: 'viewer',
    params: byProvider,
    responses: { 200: provider },
  },
  patchProvider: {
    method: 'PATCH',
    path: '/api/v1/providers/:provider',
    summary: 'Change a provider; a key replaces the one before',
    role: 'admin',
    params: byProvider,
    body: providerPatch,
    responses: { 200: provider },
  },
  deleteProvider: {
    method: 'DELETE',
    path: '/api/v1/providers/:provider',
    summary: 'Remove a provider with its key; refused while a language model uses it',
    role: 'admin',
    params: byProvider,
    responses: { 204: null },
  },
  testProvider: {
    method: 'POST',
    path: '/api/v1/providers/:provider/test',
    summary: 'Try a connection and say what works; with `model`, one tiny question is put to it',
    role: 'member',
    params: byProvider,
    body: providerTestAsk,
    responses: { 200: providerTest },
  },
} as const satisfies Record<string, Route>;
