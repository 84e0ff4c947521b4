import { expect, test } from 'vitest';
import { meaningOf, type PressedKey } from './key-meaning.ts';

const pressed = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  target: { tagName: 'BODY' },
  ...more,
});
const usual = { single: true, waiting: false, covered: false };
const palette = { kind: 'palette' };

test('/, Ctrl K and ⌘ K open the palette, ? the help', () => {
  expect(meaningOf(pressed('/'), usual)).toEqual(palette);
  expect(meaningOf(pressed('k', { ctrlKey: true }), usual)).toEqual(palette);
  expect(meaningOf(pressed('K', { metaKey: true }), usual)).toEqual(palette);
  expect(meaningOf(pressed('?'), usual)).toEqual({ kind: 'help' });
  expect(meaningOf(pressed('k'), usual)).toBe(null);
});

test('g and a letter go to a page, the letter alone does not', () => {
  expect(meaningOf(pressed('g'), usual)).toEqual({ kind: 'wait' });
  expect(meaningOf(pressed('d'), { ...usual, waiting: true })).toEqual({ kind: 'go', href: '/datasets' });
  expect(meaningOf(pressed('d'), usual)).toBe(null);
  expect(meaningOf(pressed('toString'), { ...usual, waiting: true })).toBe(null);
});

test('letters that are being written stay letters', () => {
  for (const target of [
    { tagName: 'INPUT', type: 'text' },
    { tagName: 'TEXTAREA' },
    { tagName: 'DIV', isContentEditable: true },
  ]) {
    expect(meaningOf(pressed('/', { target }), usual)).toBe(null);
    expect(meaningOf(pressed('d', { target }), { ...usual, waiting: true })).toBe(null);
    expect(meaningOf(pressed('k', { ctrlKey: true, target }), usual)).toEqual(palette);
  }
  expect(meaningOf(pressed('/', { target: { tagName: 'INPUT', type: 'checkbox' } }), usual)).toEqual(palette);
});

test('a key that somebody has used is left alone', () => {
  expect(meaningOf(pressed('/', { defaultPrevented: true }), usual)).toBe(null);
});

test('single keys can be turned off, and are silent under a dialog; Ctrl K stays', () => {
  for (const around of [
    { ...usual, single: false },
    { ...usual, covered: true },
  ]) {
    expect(['/', '?', 'g'].map((key) => meaningOf(pressed(key), around))).toEqual([null, null, null]);
    expect(meaningOf(pressed('k', { ctrlKey: true }), around)).toEqual(palette);
  }
});
