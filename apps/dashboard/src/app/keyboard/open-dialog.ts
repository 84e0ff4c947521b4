import { useSyncExternalStore } from 'react';
import { forgetTyped } from './typed-ahead.ts';

/** The two dialogs that a key opens anywhere. */
export type KeyboardDialog = 'palette' | 'help';

let opened: KeyboardDialog | null = null;
const listeners = new Set<() => void>();

function put(next: KeyboardDialog | null): void {
  if (next !== opened) forgetTyped();
  opened = next;
  for (const listener of listeners) listener();
}

export const openPalette = (): void => put('palette');
export const openHelp = (): void => put('help');
export const closeDialog = (): void => put(null);

export function useOpenedDialog(): KeyboardDialog | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
}
