import { z } from 'zod';
import { intakeReply, metricIntake, series, seriesWindow } from '../metric.ts';
import { byId, type Route, seriesQuery } from './route.ts';

export const metricRoutes = {
  getHistory: {
    method: 'GET',
    path: '/api/v1/runs/:id/history.json',
    summary: 'Every metric series, whole',
    role: 'viewer',
    params: byId,
    responses: { 200: 'stream' },
  },
  getTensorboard: {
    method: 'GET',
    path: '/api/v1/runs/:id/tensorboard.zip',
    summary: 'The scalar series as TensorBoard event files',
    role: 'viewer',
    params: byId,
    responses: { 200: 'stream' },
  },
  listSeries: {
    method: 'GET',
    path: '/api/v1/runs/:id/metrics',
    summary: 'Metric series of a run',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(series) }) },
  },
  getSeries: {
    method: 'GET',
    path: '/api/v1/runs/:id/metrics/series',
    summary:
      'Windows of series for a chart: `key` (repeatable), step range, buckets; `superseded=true` for what a resumed run left behind',
    role: 'viewer',
    params: byId,
    query: seriesQuery,
    responses: { 200: z.object({ items: z.array(seriesWindow) }) },
  },
  intakeMetrics: {
    method: 'POST',
    path: '/api/v1/runs/:id/metrics',
    summary: 'Report metrics from outside',
    role: 'member',
    params: byId,
    body: metricIntake,
    responses: { 200: intakeReply },
  },
} as const satisfies Record<string, Route>;
