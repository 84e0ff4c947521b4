import { z } from 'zod';
import { savedView, savedViewCreate } from '../view.ts';
import type { Route } from './route.ts';

const byView = z.object({ view: z.uuid() });

export const viewRoutes = {
  listViews: {
    method: 'GET',
    path: '/api/v1/views',
    summary: 'Saved views of the table of runs: own ones and shared ones',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(savedView) }) },
  },
  createView: {
    method: 'POST',
    path: '/api/v1/views',
    summary: 'Save a view; one of the same name is replaced',
    role: 'viewer',
    body: savedViewCreate,
    responses: { 201: savedView },
  },
  deleteView: {
    method: 'DELETE',
    path: '/api/v1/views/:view',
    summary: 'Delete an own view',
    role: 'viewer',
    params: byView,
    responses: { 204: null },
  },
} as const satisfies Record<string, Route>;
