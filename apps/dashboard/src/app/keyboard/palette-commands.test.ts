import { expect, test } from 'vitest';
import { settingsCards } from '../settings-sections.ts';
import { groupsFor } from './palette-commands.ts';

const none = { recent: [], actions: [], runs: [], library: [] };
const run = { id: 'run:1', title: '#1 settings sweep', kind: 'Run', href: '/runs/1' };

test('an empty field offers what was used lately, then every page', () => {
  const [recent, pages] = groupsFor('', { ...none, recent: [run] });
  expect(recent).toEqual({ title: 'Recent', commands: [run] });
  expect(pages?.commands.map(({ title }) => title)).toEqual(expect.arrayContaining(['New run', 'Workers']));
});

test('what fits is grouped, what the server found is not judged again', () => {
  const groups = groupsFor('settings', { ...none, runs: [{ ...run, title: '#7 amber-otter' }] });
  expect(groups.map(({ title, commands }) => [title, commands.length])).toEqual([
    ['Pages', 1 + settingsCards.length],
    ['Runs', 1],
  ]);
});

test('the best fit stands first', () => {
  const library = ['my demo data', 'demo'].map((title) => ({ id: title, title, kind: 'Data set', href: '/x' }));
  expect(groupsFor('demo', { ...none, library })[0]?.commands.map(({ title }) => title)).toEqual([
    'demo',
    'my demo data',
  ]);
});
