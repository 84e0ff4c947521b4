import { destinations } from './shortcuts.ts';

export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  defaultPrevented: boolean;
  target: unknown;
}

export type KeyMeaning = { kind: 'palette' } | { kind: 'help' } | { kind: 'wait' } | { kind: 'go'; href: string };

/** Somebody who writes means the letter, not the command. */
function isWriting(target: unknown): boolean {
  if (typeof target !== 'object' || target === null || !('tagName' in target)) return false;
  if ('isContentEditable' in target && target.isContentEditable === true) return true;
  if (target.tagName === 'INPUT' && 'type' in target) {
    return !['checkbox', 'radio', 'range', 'button', 'submit'].includes(String(target.type));
  }
  return target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}

/**
 * What a key means here. `single`: whether keys without Ctrl may mean anything; `waiting`: `g` was pressed a moment ago;
 * `covered`: a dialog is open, over which no page is left by a letter.
 */
export function meaningOf(
  pressed: PressedKey,
  around: { single: boolean; waiting: boolean; covered: boolean },
): KeyMeaning | null {
  const { key, ctrlKey, metaKey, altKey, defaultPrevented, target } = pressed;
  if (defaultPrevented || altKey) return null;
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'k') return { kind: 'palette' };
  if (ctrlKey || metaKey || !around.single || isWriting(target)) return null;
  if (around.covered) return null;
  if (around.waiting && Object.hasOwn(destinations, key)) {
    return { kind: 'go', href: destinations[key as keyof typeof destinations].href };
  }
  if (key === 'g') return { kind: 'wait' };
  if (key === '/') return { kind: 'palette' };
  return key === '?' ? { kind: 'help' } : null;
}
