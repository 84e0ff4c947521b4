import { expect, test } from 'vitest';
import { settleMode } from './kept-mode.ts';

test('a choice that is kept with the user counts in every browser', () => {
  expect(settleMode('auto', 'dark')).toEqual({ show: 'dark', keep: 'dark' });
  expect(settleMode('light', 'dark')).toEqual({ show: 'dark', keep: 'dark' });
});

test('a choice that only this browser knows is kept from now on', () => {
  expect(settleMode('light', 'auto')).toEqual({ show: 'light', keep: 'light' });
  expect(settleMode('auto', 'auto')).toEqual({ show: 'auto', keep: 'auto' });
});
