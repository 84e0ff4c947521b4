import { z } from 'zod';
import { experiment, experimentCreate, run } from '../run.ts';
import { byId, listOf, listQuery, type Route } from './route.ts';

export const experimentRoutes = {
  createExperiment: {
    method: 'POST',
    path: '/api/v1/experiments',
    summary: 'Several runs at once, sequential or parallel',
    role: 'member',
    body: experimentCreate,
    responses: { 201: z.object({ experiment, runs: z.array(run) }) },
  },
  listExperiments: {
    method: 'GET',
    path: '/api/v1/experiments',
    summary: 'Experiments',
    role: 'viewer',
    query: listQuery,
    responses: { 200: listOf(experiment) },
  },
  getExperiment: {
    method: 'GET',
    path: '/api/v1/experiments/:id',
    summary: 'One experiment with its runs',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ experiment, runs: z.array(run) }) },
  },
  cancelExperiment: {
    method: 'POST',
    path: '/api/v1/experiments/:id/cancel',
    summary: 'Cancel all of its runs that have not ended',
    role: 'member',
    params: byId,
    responses: { 200: z.object({ experiment, runs: z.array(run) }) },
  },
} as const satisfies Record<string, Route>;
