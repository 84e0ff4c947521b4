import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { meaningOf } from './key-meaning.ts';
import { openHelp, openPalette, useOpenedDialog } from './open-dialog.ts';
import { singleKeysAllowed } from './single-keys.ts';
import { typeAhead } from './typed-ahead.ts';

const Palette = lazy(() => import('./palette.tsx'));
const Help = lazy(() => import('./help.tsx'));

/** So long the second letter after `g` may take. */
const waitMs = 1_200;

/** Listens for the keys that work everywhere, and shows what they open. */
export function Keyboard() {
  const opened = useOpenedDialog();
  const navigate = useNavigate();
  useEffect(() => {
    let waitingUntil = 0;
    function onKey(event: KeyboardEvent): void {
      if (opened === 'palette' && !event.defaultPrevented && typeAhead(event)) {
        event.preventDefault();
        return;
      }
      const meaning = meaningOf(event, {
        single: singleKeysAllowed(),
        waiting: event.timeStamp < waitingUntil,
        // One of ours covers the page from the moment it was asked for, loaded or not.
        covered: opened !== null || document.querySelector('[role="dialog"]') !== null,
      });
      waitingUntil = meaning?.kind === 'wait' ? event.timeStamp + waitMs : 0;
      if (meaning === null || meaning.kind === 'wait') return;
      event.preventDefault();
      if (meaning.kind === 'palette') openPalette();
      else if (meaning.kind === 'help') openHelp();
      else void navigate({ href: meaning.href });
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, opened]);
  return (
    <Suspense>
      {opened === 'palette' && <Palette />}
      {opened === 'help' && <Help />}
    </Suspense>
  );
}
