import { z } from 'zod';
import { comparison } from '../comparison.ts';
import { runInsights } from '../insight.ts';
import { predictionRow } from '../run.ts';
import { byId, listOf, type Route } from './route.ts';

export const predictionsQuery = z.object({
  truth: z.string().max(500).optional(),
  prediction: z.string().max(500).optional(),
  errors: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
});

export const comparisonRoutes = {
  compareRuns: {
    method: 'GET',
    path: '/api/v1/comparisons',
    summary: 'Two to ten runs side by side: parameters, metrics with the winner, significance on paired predictions',
    role: 'viewer',
    query: z.object({ runs: z.string().min(1).max(1000) }),
    responses: { 200: comparison },
  },
  getInsights: {
    method: 'GET',
    path: '/api/v1/runs/:id/insights',
    summary: 'Headline, baselines, the best earlier run on the same data, recommendations with their evidence',
    role: 'viewer',
    params: byId,
    responses: { 200: runInsights },
  },
  listPredictions: {
    method: 'GET',
    path: '/api/v1/runs/:id/predictions',
    summary: 'Predictions on the test part, most confident first; by true and predicted class, or errors alone',
    role: 'viewer',
    params: byId,
    query: predictionsQuery,
    responses: { 200: listOf(predictionRow) },
  },
} as const satisfies Record<string, Route>;
