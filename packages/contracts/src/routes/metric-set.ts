import { z } from 'zod';
import { metricSet, metricSetCreate, metricSetPatch } from '../metric-set.ts';
import type { Route } from './route.ts';

const byName = z.object({ name: z.string().min(1).max(100) });

export const metricSetRoutes = {
  listMetricSets: {
    method: 'GET',
    path: '/api/v1/metric-sets',
    summary: 'Ways of scoring answers, by name',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(metricSet) }) },
  },
  createMetricSet: {
    method: 'POST',
    path: '/api/v1/metric-sets',
    summary: 'Keep a way of scoring answers under a name; one with a program of its own only an admin may keep',
    role: 'member',
    body: metricSetCreate,
    responses: { 201: metricSet },
  },
  getMetricSet: {
    method: 'GET',
    path: '/api/v1/metric-sets/:name',
    summary: 'One way of scoring answers',
    role: 'viewer',
    params: byName,
    responses: { 200: metricSet },
  },
  patchMetricSet: {
    method: 'PATCH',
    path: '/api/v1/metric-sets/:name',
    summary: 'Change a way of scoring; its owner or an admin may. Runs keep what they used',
    role: 'member',
    params: byName,
    body: metricSetPatch,
    responses: { 200: metricSet },
  },
  deleteMetricSet: {
    method: 'DELETE',
    path: '/api/v1/metric-sets/:name',
    summary: 'Forget a way of scoring; its owner or an admin may. Runs keep what they used',
    role: 'member',
    params: byName,
    responses: { 204: null },
  },
  setDefaultMetricSet: {
    method: 'PUT',
    path: '/api/v1/me/metric-set',
    summary: 'Choose how own runs are scored that say nothing about it',
    role: 'member',
    body: z.strictObject({ name: z.string().min(1).max(100) }),
    responses: { 200: metricSet },
  },
  removeDefaultMetricSet: {
    method: 'DELETE',
    path: '/api/v1/me/metric-set',
    summary: 'Have no default way of scoring any more',
    role: 'member',
    responses: { 204: null },
  },
} as const satisfies Record<string, Route>;
