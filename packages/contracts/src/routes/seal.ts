import { openedSeal, seal, sealOpen } from '../prompt-item.ts';
import { byId, type Route } from './route.ts';

export const sealRoutes = {
  getSeal: {
    method: 'GET',
    path: '/api/v1/runs/:id/seal',
    summary: 'Whether the sealed test part of a run was opened, when, and with which prompts',
    role: 'viewer',
    params: byId,
    responses: { 200: seal },
  },
  openSeal: {
    method: 'POST',
    path: '/api/v1/runs/:id/seal',
    summary:
      "Open the test part once, with the finalists: the run's own key alone may. The same finalists get the same answer again; others are refused, and so are calls for its optimizer from then on",
    role: 'member',
    params: byId,
    body: sealOpen,
    responses: { 200: openedSeal },
  },
} as const satisfies Record<string, Route>;
