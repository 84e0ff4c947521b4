import { z } from 'zod';
import { languageModel, languageModelCreate, languageModelName, languageModelPatch } from '../language-model.ts';
import { languageRole } from '../language-role.ts';
import type { Route } from './route.ts';

const byName = z.object({ name: z.string().min(1).max(100) });
const byRole = z.object({ role: languageRole });

export const languageModelRoutes = {
  listLanguageModels: {
    method: 'GET',
    path: '/api/v1/language-models',
    summary: 'Language models: models of providers with their parameters, by name',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(languageModel) }) },
  },
  createLanguageModel: {
    method: 'POST',
    path: '/api/v1/language-models',
    summary: 'Name a model of a provider with the parameters that it is asked with',
    role: 'member',
    body: languageModelCreate,
    responses: { 201: languageModel },
  },
  getLanguageModel: {
    method: 'GET',
    path: '/api/v1/language-models/:name',
    summary: 'One language model',
    role: 'viewer',
    params: byName,
    responses: { 200: languageModel },
  },
  patchLanguageModel: {
    method: 'PATCH',
    path: '/api/v1/language-models/:name',
    summary: 'Change a language model; calls that were answered keep the parameters that they had',
    role: 'member',
    params: byName,
    body: languageModelPatch,
    responses: { 200: languageModel },
  },
  deleteLanguageModel: {
    method: 'DELETE',
    path: '/api/v1/language-models/:name',
    summary: 'Forget a language model; its calls stay in the ledger',
    role: 'member',
    params: byName,
    responses: { 204: null },
  },
  setDefaultLanguageModel: {
    method: 'PUT',
    path: '/api/v1/me/language-models/:role',
    summary: 'Choose the own default for a role',
    role: 'member',
    params: byRole,
    body: z.strictObject({ name: languageModelName }),
    responses: { 200: languageModel },
  },
  removeDefaultLanguageModel: {
    method: 'DELETE',
    path: '/api/v1/me/language-models/:role',
    summary: 'Have no default for a role any more',
    role: 'member',
    params: byRole,
    responses: { 204: null },
  },
} as const satisfies Record<string, Route>;
