import { z } from 'zod';
import { timestamp } from '../run.ts';
import type { Route } from './route.ts';

export const signInRoutes = {
  createSignInLink: {
    method: 'POST',
    path: '/api/v1/sign-in-links',
    summary: 'Make a one-time sign-in link',
    role: 'admin',
    responses: { 201: z.object({ url: z.string(), expires_at: timestamp }) },
  },
  signIn: {
    method: 'GET',
    path: '/sign-in',
    summary: 'Use a sign-in link: sets the session cookie and redirects to /',
    role: 'anyone',
    query: z.object({ key: z.string().max(200) }),
    responses: { 302: null },
  },
  me: {
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is asking',
    role: 'viewer',
    responses: { 200: z.object({ id: z.string(), name: z.string(), role: z.enum(['admin', 'member', 'viewer']) }) },
  },
} as const satisfies Record<string, Route>;
