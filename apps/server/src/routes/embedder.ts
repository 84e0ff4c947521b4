import { embedderState, similarityOf } from '../embedder/ask-embedder.ts';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function embedderRoutes(parts: Pick<Parts, 'catalog' | 'analysis'>): Handlers<'getEmbedder' | 'compareTexts'> {
  return {
    getEmbedder: () => embedderState(parts),
    compareTexts: ({ body }) => similarityOf(parts, body),
  };
}
