import { lazy, Suspense, useEffect } from 'react';
import { dialogOfKey } from './dialog-of-key.ts';
import { openHelp, openPalette, useOpenedDialog } from './open-dialog.ts';

const Palette = lazy(() => import('./palette.tsx'));
const Help = lazy(() => import('./help.tsx'));

/** Listens for the keys that work everywhere, and shows what they open. */
export function Keyboard() {
  const opened = useOpenedDialog();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const dialog = dialogOfKey(event);
      if (dialog === null) return;
      event.preventDefault();
      if (dialog === 'palette') openPalette();
      else openHelp();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <Suspense>
      {opened === 'palette' && <Palette />}
      {opened === 'help' && <Help />}
    </Suspense>
  );
}
