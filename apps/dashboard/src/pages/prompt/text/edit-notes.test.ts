import { expect, test } from 'vitest';
import { editNotes } from './edit-notes.ts';

test('nothing is said of a text that began from the newest version, which is shown', () => {
  expect(editNotes({ from: 3, shown: 3, newest: 3, kept: true })).toEqual([]);
});

test('a text from elsewhere, a newer version and a browser that keeps nothing are told', () => {
  expect(editNotes({ from: 2, shown: 2, newest: 3, kept: true })).toEqual([
    'Version 3 is there too: what you save is made from version 2, beside it.',
  ]);
  expect(editNotes({ from: 1, shown: 2, newest: 2, kept: false })).toHaveLength(3);
});
