import { z } from 'zod';
import type { Route } from './route.ts';

export const healthRoutes = {
  health: {
    method: 'GET',
    path: '/health',
    summary: 'The process answers',
    role: 'anyone',
    responses: { 200: z.object({ status: z.literal('ok'), version: z.string() }) },
  },
  ready: {
    method: 'GET',
    path: '/ready',
    summary: 'Database reachable and migrated',
    role: 'anyone',
    responses: { 200: z.object({ status: z.literal('ready') }) },
  },
  getInstallation: {
    method: 'GET',
    path: '/api/v1/installation',
    summary: 'Version, database, disk and settings of this installation, as `trainyard doctor` tells them',
    role: 'admin',
    responses: {
      200: z.object({
        version: z.string(),
        home: z.string(),
        database: z.string(),
        disk: z.object({ free_bytes: z.number(), total_bytes: z.number() }),
        settings: z.array(
          z.object({ env: z.string(), value: z.string(), set: z.boolean(), meaning: z.string(), group: z.string() }),
        ),
      }),
    },
  },
} as const satisfies Record<string, Route>;
