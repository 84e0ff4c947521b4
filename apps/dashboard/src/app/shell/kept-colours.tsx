import { useEffect, useEffectEvent, useRef } from 'react';
import { queryClient } from '../../api/query-client.ts';
import { useAction } from '../../api/use-action.ts';
import { routeKey, useRoute } from '../../api/use-route.ts';
import { type ColourMode, useColourMode } from '../../theme/colour-mode.ts';
import { settleMode } from '../../theme/kept-mode.ts';

/** Keeps light or dark with the user, wherever it was chosen: header, palette, settings. */
export function KeptColours() {
  const { mode, choose } = useColourMode();
  const preferences = useRoute('getPreferences', {}, { freshMs: 60_000 });
  const put = useAction('putPreferences');
  const settled = useRef<ColourMode | null>(null);
  const kept = preferences.data;

  const keep = useEffectEvent((theme: ColourMode) => {
    settled.current = theme;
    if (kept === undefined || kept.theme === theme) return;
    const body = { ...kept, theme };
    queryClient.setQueryData(routeKey('getPreferences', {}), body);
    put.mutate({ body });
  });
  const settle = useEffectEvent((theme: ColourMode) => {
    if (settled.current !== null) return;
    const { show, keep: newer } = settleMode(mode, theme);
    keep(newer);
    if (show !== mode) choose(show);
  });
  const arrived = kept?.theme;
  useEffect(() => {
    if (arrived !== undefined) settle(arrived);
  }, [arrived]);
  useEffect(() => {
    if (settled.current !== null && settled.current !== mode) keep(mode);
  }, [mode]);
  return null;
}
