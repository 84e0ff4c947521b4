import { beforeEach, expect, it } from 'vitest';
import { fieldHasFocus, forgetTyped, textAfter, typeAhead, type WritingKey } from './typed-ahead.ts';

const pressed = (key: string, changes: Partial<WritingKey> = {}): WritingKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...changes,
});
const after = (...keys: string[]) => keys.reduce((text, key) => textAfter(text, pressed(key)) ?? text, '');

beforeEach(forgetTyped);

it('letters are written and taken back as in a field, whatever the keyboard', () => {
  expect(after('r', 'u', 'n', ' ', 'Backspace', 'ß', '😀', 'Backspace')).toBe('runß');
  expect(textAfter('', pressed('Backspace'))).toBe('');
  expect(textAfter('a', pressed('€', { altKey: true }))).toBe('a€');
});

it('names of keys and commands write nothing', () => {
  for (const key of ['Shift', 'Escape', 'ArrowDown', 'Tab', 'F5', 'Dead'])
    expect(textAfter('a', pressed(key))).toBeNull();
  expect(textAfter('a', pressed('r', { ctrlKey: true }))).toBeNull();
  expect(textAfter('a', pressed('f', { altKey: true }))).toBeNull();
});

it('keys are taken until the field has the focus, Enter with them, and Escape never', () => {
  expect([typeAhead(pressed('x')), typeAhead(pressed('Enter')), typeAhead(pressed('Escape'))]).toEqual([
    true,
    true,
    false,
  ]);
  fieldHasFocus();
  expect(typeAhead(pressed('y'))).toBe(false);
  forgetTyped();
  expect(typeAhead(pressed('z'))).toBe(true);
});
