import { z } from 'zod';
import { intakeReply, logIntake, logLine } from '../metric.ts';
import { byId, type Route } from './route.ts';

export const logRoutes = {
  listLogs: {
    method: 'GET',
    path: '/api/v1/runs/:id/logs',
    summary: 'Log lines from a line number on; negative = the last so many',
    role: 'viewer',
    params: byId,
    query: z.object({
      from: z.coerce.number().int().default(0),
      limit: z.coerce.number().int().min(1).max(20_000).default(1000),
      level: z.string().optional(),
      q: z.string().max(200).optional(),
    }),
    responses: { 200: z.object({ items: z.array(logLine), total: z.int() }) },
  },
  getLogFile: {
    method: 'GET',
    path: '/api/v1/runs/:id/logs.txt',
    summary: 'The whole log as text',
    role: 'viewer',
    params: byId,
    responses: { 200: 'stream' },
  },
  intakeLogs: {
    method: 'POST',
    path: '/api/v1/runs/:id/logs',
    summary: 'Report log lines from outside',
    role: 'member',
    params: byId,
    body: logIntake,
    responses: { 200: intakeReply },
  },
} as const satisfies Record<string, Route>;
