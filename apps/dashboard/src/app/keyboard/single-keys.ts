import { useSyncExternalStore } from 'react';

/** Kept in this browser: whether a letter alone is good as a command depends on how one types here. */
const storedAs = 'trainyard-single-keys';
const listeners = new Set<() => void>();
let allowed = read();

function read(): boolean {
  try {
    return localStorage.getItem(storedAs) !== 'off';
  } catch {
    return true; // Storage is closed to us.
  }
}

export function singleKeysAllowed(): boolean {
  return allowed;
}

export function allowSingleKeys(next: boolean): void {
  allowed = next;
  try {
    if (next) localStorage.removeItem(storedAs);
    else localStorage.setItem(storedAs, 'off');
  } catch {
    // It holds for this page then.
  }
  for (const listener of listeners) listener();
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, singleKeysAllowed);
}
