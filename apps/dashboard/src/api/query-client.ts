import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@trainyard/api-client';

const triesAfterFailure = 3;
const freshMs = 5_000;

/** Another try helps where the network or the server failed, never where we asked for the wrong thing. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) return false;
  return failures < triesAfterFailure;
}

/** Where the session has ended, the frame is told by asking who we are: it shows how to sign in. */
const queryCache = new QueryCache({
  onError: (error, query) => {
    if (!(error instanceof ApiError) || error.status !== 401 || query.queryKey[0] === 'me') return;
    void queryClient.invalidateQueries({ queryKey: ['me'] });
  },
});

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache,
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
        staleTime: freshMs,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        // A server on this very machine is there without the Internet.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export const queryClient = createQueryClient();
