import { createRouter } from '@tanstack/react-router';
import { routeTree } from './routes.ts';
import { parseSearch, writeSearch } from './url-search.ts';

const pendingAfterMs = 150;

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch: writeSearch,
  // `/prompts/helper@2` is what people write and share.
  pathParamsAllowedCharacters: ['@'],
  defaultPreload: 'intent',
  defaultPendingMs: pendingAfterMs,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
  scrollToTopSelectors: ['#content'],
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
