import { useSyncExternalStore } from 'react';

/** What of a key is needed to know what it writes. */
export type WritingKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

const longest = 200;

/** The text after a key, as a field would have it; null: the key writes nothing. */
export function textAfter(text: string, { key, ctrlKey, metaKey, altKey, isComposing }: WritingKey): string | null {
  if (ctrlKey || metaKey || isComposing) return null;
  if (key === 'Backspace') return [...text].slice(0, -1).join('');
  // A character is one letter however it is coded; names of keys are words. Alt writes characters on some keyboards.
  if ([...key].length !== 1 || (altKey && /^[\x20-\x7e]$/.test(key))) return null;
  return (text + key).slice(0, longest);
}

/**
 * The text of the palette. It is kept outside of the palette's field, since people write on while the field is still
 * being fetched: what is typed before it has the focus is in it when it has.
 */
let typed = '';
let fieldWrites = false;
const listeners = new Set<() => void>();

export function putTyped(next: string): void {
  typed = next;
  for (const listener of listeners) listener();
}

/** Empty again, for a palette that opens or has closed. */
export function forgetTyped(): void {
  fieldWrites = false;
  putTyped('');
}

/** From now on the field takes what is typed. */
export function fieldHasFocus(): void {
  fieldWrites = true;
}

/** Takes a key that was pressed before the field has the focus; true: it is not to do anything else. */
export function typeAhead(key: WritingKey): boolean {
  if (fieldWrites) return false;
  const next = textAfter(typed, key);
  if (next !== null) putTyped(next);
  // Enter would press what lies below, which nobody sees any more.
  return next !== null || key.key === 'Enter';
}

export function useTyped(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => typed,
  );
}
