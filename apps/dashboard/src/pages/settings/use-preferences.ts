import type { Preferences } from '@trainyard/contracts';
import { useRef } from 'react';
import { queryClient } from '../../api/query-client.ts';
import { toastProblem, useAction } from '../../api/use-action.ts';
import { routeKey, useRoute } from '../../api/use-route.ts';

function show(preferences: Preferences): void {
  queryClient.setQueryData(routeKey('getPreferences', {}), preferences);
}

/** One's own choices; a change is shown at once and taken back if it cannot be kept. */
export function usePreferences() {
  const asked = useRoute('getPreferences', {}, { freshMs: 60_000 });
  const before = useRef<Preferences | null>(null);
  const put = useAction('putPreferences', {
    refreshes: ['getPreferences'],
    onProblem: (problem) => {
      if (before.current !== null) show(before.current);
      toastProblem(problem);
    },
  });
  const change = (patch: Partial<Preferences>): void => {
    if (asked.data === undefined) return;
    before.current = asked.data;
    const body = { ...asked.data, ...patch };
    show(body);
    put.mutate({ body });
  };
  return { asked, change };
}
