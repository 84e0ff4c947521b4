import type { Preferences } from '@trainyard/contracts';
import { queryClient } from '../../api/query-client.ts';
import { useAction } from '../../api/use-action.ts';
import { routeKey, useRoute } from '../../api/use-route.ts';

/** One's own choices; a change is shown at once and taken back if it cannot be kept. */
export function usePreferences() {
  const asked = useRoute('getPreferences', {}, { freshMs: 60_000 });
  const put = useAction('putPreferences', { refreshes: ['getPreferences'] });
  const change = (patch: Partial<Preferences>): void => {
    if (asked.data === undefined) return;
    const before = asked.data;
    const body = { ...before, ...patch };
    const show = (shown: Preferences): void => void queryClient.setQueryData(routeKey('getPreferences', {}), shown);
    show(body);
    put.mutate({ body }, { onError: () => show(before) });
  };
  return { asked, change };
}
