import type { KeyboardDialog } from './open-dialog.ts';

export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  defaultPrevented: boolean;
  target: unknown;
}

/** Somebody who writes means the letter, not the command. */
function isWriting(target: unknown): boolean {
  if (typeof target !== 'object' || target === null || !('tagName' in target)) return false;
  if ('isContentEditable' in target && target.isContentEditable === true) return true;
  if (target.tagName === 'INPUT' && 'type' in target) {
    return !['checkbox', 'radio', 'range', 'button', 'submit'].includes(String(target.type));
  }
  return target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}

export function dialogOfKey(pressed: PressedKey): KeyboardDialog | null {
  const { key, ctrlKey, metaKey, altKey, defaultPrevented, target } = pressed;
  if (defaultPrevented || altKey) return null;
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'k') return 'palette';
  if (ctrlKey || metaKey || isWriting(target)) return null;
  if (key === '/') return 'palette';
  return key === '?' ? 'help' : null;
}
