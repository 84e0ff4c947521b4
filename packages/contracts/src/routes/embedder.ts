import { embedderState, similarityAnswer, similarityAsk } from '../embedder.ts';
import type { Route } from './route.ts';

export const embedderRoutes = {
  getEmbedder: {
    method: 'GET',
    path: '/api/v1/embedder',
    summary: 'The network that makes vectors of texts, and whether it is installed',
    role: 'viewer',
    responses: { 200: embedderState },
  },
  compareTexts: {
    method: 'POST',
    path: '/api/v1/embedder/similarity',
    summary: 'How alike answers and expected texts are, token by token, as BERTScore is made',
    role: 'member',
    body: similarityAsk,
    responses: { 200: similarityAnswer },
  },
} as const satisfies Record<string, Route>;
