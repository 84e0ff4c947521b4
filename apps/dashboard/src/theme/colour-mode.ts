import { type MantineColorSchemeManager, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

/** Read by public/colour-mode.js as well. */
const storedAs = 'trainyard-colour-mode';
/** What a mode comes to on this screen. */
type ColourScheme = 'light' | 'dark';
export type ColourMode = 'light' | 'dark' | 'auto';

function isMode(value: string | null): value is ColourMode {
  return value === 'light' || value === 'dark' || value === 'auto';
}

/** Keeps the choice for this browser; every open tab follows. */
export function colourModeKeeper(): MantineColorSchemeManager {
  let onStorage: ((event: StorageEvent) => void) | null = null;
  return {
    get(fallback) {
      try {
        const stored = localStorage.getItem(storedAs);
        return isMode(stored) ? stored : fallback;
      } catch {
        return fallback; // Storage is closed to us.
      }
    },
    set(mode) {
      try {
        localStorage.setItem(storedAs, mode);
      } catch {
        // It holds for this page then.
      }
    },
    subscribe(onUpdate) {
      onStorage = (event) => {
        if (event.key === storedAs && isMode(event.newValue)) onUpdate(event.newValue);
      };
      window.addEventListener('storage', onStorage);
    },
    unsubscribe() {
      if (onStorage !== null) window.removeEventListener('storage', onStorage);
    },
    clear() {
      try {
        localStorage.removeItem(storedAs);
      } catch {
        // Nothing was kept.
      }
    },
  };
}

/** The chosen mode, what it comes to now, and the way to choose another. */
export function useColourMode(): { mode: ColourMode; scheme: ColourScheme; choose: (mode: ColourMode) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return { mode: colorScheme, scheme: useComputedColorScheme('light'), choose: setColorScheme };
}
