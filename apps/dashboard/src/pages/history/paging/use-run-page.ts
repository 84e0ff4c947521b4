import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryClient } from '../../../api/query-client.ts';
import { askRoute, useRoute } from '../../../api/use-route.ts';
import { useLiveRows } from '../../../run-list/use-live-rows.ts';
import { filterOf, type HistorySearch } from '../search/history-search.ts';

/**
 * One page of the table. The first page shows new runs as they come. Later pages hold what they show: they list the runs
 * that were there when one left the first page, and `newer` counts those that came since.
 */
export function useRunPage(search: HistorySearch, parameters: string | undefined) {
  const filter = filterOf(search);
  const asked = search.q.trim() === '' ? {} : { q: search.q };
  const later = search.page > 1;
  const anchorKey = ['historyAnchor', search.q, filter];
  const anchor = useQuery({
    queryKey: anchorKey,
    enabled: later,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const query = { ...asked, ...(filter === '' ? {} : { filter }), sort: '-created_at', limit: 1 };
      const newest = (await askRoute('listRuns', { query }, signal)).items[0]?.created_at;
      // The store counts finer than milliseconds.
      return newest === undefined ? '' : new Date(new Date(newest).getTime() + 1).toISOString();
    },
  });
  useEffect(() => {
    if (!later) queryClient.removeQueries({ queryKey: ['historyAnchor'] });
  }, [later]);

  const at = later ? (anchor.data ?? '') : '';
  const bounded = (term: string): string =>
    [filter, at === '' ? '' : `${term}:${at}`].filter((one) => one !== '').join(',');
  const shown = bounded('to');
  const input = {
    query: {
      ...asked,
      ...(shown === '' ? {} : { filter: shown }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(later ? { skip: (search.page - 1) * search.per } : {}),
      sort: search.sort,
      limit: search.per,
    },
  };
  const isAnchored = !later || anchor.data !== undefined;
  const list = useRoute('listRuns', input, { enabled: isAnchored, keepPrevious: true });
  const newer = useRoute(
    'listRuns',
    { query: { ...asked, filter: bounded('from'), limit: 1 } },
    { enabled: later && at !== '' },
  );
  useLiveRows(input, list.data?.items);
  return {
    list,
    error: list.error ?? anchor.error,
    newer: later && at !== '' ? (newer.data?.total ?? 0) : 0,
    filter,
  };
}
