import { z } from 'zod';
import { classification, classifySignal } from '../classification.ts';
import {
  model,
  modelAlias,
  modelAliasMove,
  modelAliasSet,
  modelCreate,
  modelName,
  modelPatch,
  modelRef,
  modelRegister,
  modelVersion,
  modelVersionPatch,
} from '../model.ts';
import { run } from '../run.ts';
import { byId, listOf, listQuery, type Route } from './route.ts';

const byName = z.object({ name: modelName });
const byVersion = byName.extend({ version: z.coerce.number().int().positive() });
const byAlias = byName.extend({ alias: modelAlias });

export const modelRoutes = {
  listModels: {
    method: 'GET',
    path: '/api/v1/models',
    summary: 'Registered models with their versions and aliases',
    role: 'viewer',
    query: listQuery.pick({ q: true, limit: true, cursor: true }),
    responses: { 200: listOf(model) },
  },
  createModel: {
    method: 'POST',
    path: '/api/v1/models',
    summary: 'A name for models to come; registering a run under a new name makes it too',
    role: 'member',
    body: modelCreate,
    responses: { 201: model },
  },
  getModel: {
    method: 'GET',
    path: '/api/v1/models/:ref',
    summary: 'One model (`name`, `name@2` or `name@alias`: `latest` is the version that is named)',
    role: 'viewer',
    params: z.object({ ref: modelRef }),
    responses: { 200: model },
  },
  patchModel: {
    method: 'PATCH',
    path: '/api/v1/models/:name',
    summary: 'What it is for',
    role: 'member',
    params: byName,
    body: modelPatch,
    responses: { 200: model },
  },
  deleteModel: {
    method: 'DELETE',
    path: '/api/v1/models/:name',
    summary: 'Forget a model and its versions; refused while a run names one. The runs stay',
    role: 'member',
    params: byName,
    responses: { 204: null },
  },
  registerModel: {
    method: 'POST',
    path: '/api/v1/models/:name/versions',
    summary:
      'Register the model of a run as the next version (201); a run that is registered already keeps its number (200)',
    role: 'member',
    params: byName,
    body: modelRegister,
    responses: { 200: modelVersion, 201: modelVersion },
  },
  patchModelVersion: {
    method: 'PATCH',
    path: '/api/v1/models/:name/versions/:version',
    summary: 'The note of a version',
    role: 'member',
    params: byVersion,
    body: modelVersionPatch,
    responses: { 200: modelVersion },
  },
  deleteModelVersion: {
    method: 'DELETE',
    path: '/api/v1/models/:name/versions/:version',
    summary: 'Forget a version; refused while a run or an alias names it. Its run stays',
    role: 'member',
    params: byVersion,
    responses: { 204: null },
  },
  setModelAlias: {
    method: 'PUT',
    path: '/api/v1/models/:name/aliases/:alias',
    summary: 'Point an alias at a version; who moved it is kept',
    role: 'member',
    params: byAlias,
    body: modelAliasSet,
    responses: { 200: model },
  },
  removeModelAlias: {
    method: 'DELETE',
    path: '/api/v1/models/:name/aliases/:alias',
    summary: 'Take an alias away',
    role: 'member',
    params: byAlias,
    responses: { 204: null },
  },
  listModelMoves: {
    method: 'GET',
    path: '/api/v1/models/:name/moves',
    summary: 'When its aliases were moved, and by whom; newest first',
    role: 'viewer',
    params: byName,
    query: z.object({ limit: listQuery.shape.limit }),
    responses: { 200: z.object({ items: z.array(modelAliasMove) }) },
  },
  listModelUses: {
    method: 'GET',
    path: '/api/v1/models/:name/uses',
    summary: 'Runs whose record names a version of it; newest first',
    role: 'viewer',
    params: byName,
    query: z.object({ limit: listQuery.shape.limit, version: z.coerce.number().int().positive().optional() }),
    responses: { 200: z.object({ items: z.array(z.object({ version: z.int(), run })), total: z.int() }) },
  },
  listRunModels: {
    method: 'GET',
    path: '/api/v1/runs/:id/models',
    summary: 'The versions that a run is registered as',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(modelVersion) }) },
  },
  classifyByModel: {
    method: 'POST',
    path: '/api/v1/models/:ref/classify',
    summary:
      'Classify one signal: JSON numbers with their rate, or multipart (fields `rate_hz` and `speed_hz`, then a .npy, .csv or .wav file)',
    role: 'viewer',
    params: z.object({ ref: modelRef }),
    body: classifySignal.nullish(),
    responses: { 200: classification },
  },
  classifyByRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/classify',
    summary: 'Classify one signal by the model that a run kept, registered or not',
    role: 'viewer',
    params: byId,
    body: classifySignal.nullish(),
    responses: { 200: classification },
  },
} as const satisfies Record<string, Route>;
