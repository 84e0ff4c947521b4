import { expect, test } from 'vitest';
import { dialogOfKey, type PressedKey } from './dialog-of-key.ts';

const pressed = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  target: { tagName: 'BODY' },
  ...more,
});

test('/, Ctrl K and ⌘ K open the palette, ? the help', () => {
  expect(dialogOfKey(pressed('/'))).toBe('palette');
  expect(dialogOfKey(pressed('k', { ctrlKey: true }))).toBe('palette');
  expect(dialogOfKey(pressed('K', { metaKey: true }))).toBe('palette');
  expect(dialogOfKey(pressed('?'))).toBe('help');
  expect(dialogOfKey(pressed('k'))).toBe(null);
});

test('letters that are being written stay letters', () => {
  for (const target of [
    { tagName: 'INPUT', type: 'text' },
    { tagName: 'TEXTAREA' },
    { tagName: 'DIV', isContentEditable: true },
  ]) {
    expect(dialogOfKey(pressed('/', { target }))).toBe(null);
    expect(dialogOfKey(pressed('k', { ctrlKey: true, target }))).toBe('palette');
  }
  expect(dialogOfKey(pressed('/', { target: { tagName: 'INPUT', type: 'checkbox' } }))).toBe('palette');
});

test('a key that somebody has used is left alone', () => {
  expect(dialogOfKey(pressed('/', { defaultPrevented: true }))).toBe(null);
});
