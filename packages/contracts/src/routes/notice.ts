import { z } from 'zod';
import { notice, preferences } from '../notice.ts';
import { listOf, type Route } from './route.ts';

export const noticeRoutes = {
  listNotices: {
    method: 'GET',
    path: '/api/v1/notices',
    summary: 'The inbox, newest first',
    role: 'viewer',
    query: z.object({
      unread: z.enum(['true', 'false']).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(500).optional(),
    }),
    responses: { 200: listOf(notice).extend({ unread: z.int() }) },
  },
  readNotices: {
    method: 'POST',
    path: '/api/v1/notices/read',
    summary: 'Mark notices as read; all of them without `ids`',
    role: 'viewer',
    body: z.strictObject({ ids: z.array(z.uuid()).max(500).optional() }),
    responses: { 200: z.object({ unread: z.int() }) },
  },
  getPreferences: {
    method: 'GET',
    path: '/api/v1/me/preferences',
    summary: 'What the caller has chosen for themselves',
    role: 'viewer',
    responses: { 200: preferences },
  },
  putPreferences: {
    method: 'PUT',
    path: '/api/v1/me/preferences',
    summary: 'Replace the own preferences',
    role: 'viewer',
    body: preferences,
    responses: { 200: preferences },
  },
} as const satisfies Record<string, Route>;
