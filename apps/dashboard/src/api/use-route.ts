import {
  keepPreviousData,
  type QueryKey,
  type UseQueryResult,
  type UseSuspenseQueryResult,
  useQuery,
  useSuspenseQuery,
} from '@tanstack/react-query';
import type { ApiError, CallInput } from '@trainyard/api-client';
import type { AnswerOf, RouteId } from '@trainyard/contracts/routes';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';

/** What a route needs and how it is asked: parameters, query, body. */
export type RouteInput<K extends RouteId> = Pick<
  CallInput<K>,
  Extract<keyof CallInput<K>, 'params' | 'query' | 'body'>
>;

export interface RouteOptions<K extends RouteId> {
  /** Asked only while this is true. */
  enabled?: boolean;
  /** Asked again this often, while the page is seen; it may depend on the last answer. */
  everyMs?: number | false | ((answer: AnswerOf<K> | undefined) => number | false);
  /** While other input is asked for, the earlier answer stays on the screen. */
  keepPrevious?: boolean;
  freshMs?: number;
}

/** Every cached answer is found by its route, then by its input. */
export function routeKey<K extends RouteId>(route: K, input?: RouteInput<K>): QueryKey {
  return input === undefined ? [route] : [route, input];
}

/** The question to a route, for useQuery, useQueries, prefetching and route loaders alike. */
export function routeQuery<K extends RouteId>(route: K, input: RouteInput<K>) {
  return {
    queryKey: routeKey(route, input),
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<AnswerOf<K>> => askRoute(route, input, signal),
  };
}

/** One call, outside React or once only. */
export function askRoute<K extends RouteId>(
  route: K,
  input: RouteInput<K>,
  signal?: AbortSignal,
): Promise<AnswerOf<K>> {
  const call = client.call as (route: K, input: object) => Promise<AnswerOf<K>>;
  return call(route, { ...input, ...(signal === undefined ? {} : { signal }) });
}

/** The answer of a route, cached by route and input, with its loading and error status. */
export function useRoute<K extends RouteId>(
  route: K,
  input: RouteInput<K>,
  options: RouteOptions<K> = {},
): UseQueryResult<AnswerOf<K>, ApiError> {
  const { enabled, everyMs, keepPrevious, freshMs } = options;
  return useQuery<AnswerOf<K>, ApiError>({
    ...routeQuery(route, input),
    ...(enabled === undefined ? {} : { enabled }),
    ...(everyMs === undefined
      ? {}
      : { refetchInterval: typeof everyMs === 'function' ? ({ state }) => everyMs(state.data) : everyMs }),
    ...(freshMs === undefined ? {} : { staleTime: freshMs }),
    ...(keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** As `useRoute`, for pages that let the page's frame show loading and failure: the data is always there. */
export function useLoadedRoute<K extends RouteId>(
  route: K,
  input: RouteInput<K>,
): UseSuspenseQueryResult<AnswerOf<K>, ApiError> {
  return useSuspenseQuery<AnswerOf<K>, ApiError>(routeQuery(route, input));
}

/** Cached answers of these routes are asked for anew where they are on the screen. */
export async function refreshRoutes(...routes: RouteId[]): Promise<void> {
  await Promise.all(routes.map((route) => queryClient.invalidateQueries({ queryKey: [route] })));
}
