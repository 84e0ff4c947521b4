import { expect, test } from 'vitest';
import { fits, matching } from './palette-commands.ts';

test('an empty field offers every page', () => {
  const titles = matching('', [], []).map(({ title }) => title);
  expect(titles).toContain('New run');
  expect(titles).toContain('Workers');
});

test('words may come in any order and be parts', () => {
  expect(fits('signal-cnn on bearing-cwru', 'cwru cnn')).toBe(true);
  expect(fits('signal-cnn on bearing-cwru', 'cwru lstm')).toBe(false);
});

test('what the server found stands behind the pages', () => {
  const found = [{ id: 'run:1', title: 'settings sweep', kind: 'Run', href: '/runs/1' }];
  expect(matching('settings', [], found).map(({ kind }) => kind)).toEqual(['Page', 'Run']);
});
