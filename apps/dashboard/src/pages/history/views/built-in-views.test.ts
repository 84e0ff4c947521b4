import { expect, test } from 'vitest';
import { builtInViews, patchOfView, searchOfQuery, showsView, viewQuery } from './built-in-views.ts';

const metrics = [
  { name: 'test/accuracy', runs: 3 },
  { name: 'train/loss', runs: 3 },
];

test('the best runs are ranked by the telling metric, where runs have one', () => {
  expect(builtInViews(metrics).at(-2)).toEqual({
    id: 'top',
    title: 'Top',
    hint: 'Best by test accuracy',
    search: { status: 'completed', sort: '-metric:test/accuracy' },
  });
  expect(builtInViews([{ name: 'train/loss', runs: 1 }]).at(-2)?.search.sort).toBe('metric:train/loss');
  expect(builtInViews([]).map(({ id }) => id)).toEqual(['all', 'mine', 'running', 'failed', 'deleted']);
});

test('a view is what decides about rows and columns, without page and selection', () => {
  const search = { page: '4', sel: '1,2', cols: 'name', sort: 'name', q: 'a b', theme: 'x' };
  expect(viewQuery(search)).toBe('q=a+b&sort=name&cols=name');
  expect(searchOfQuery(viewQuery(search))).toEqual({ q: 'a b', sort: 'name', cols: 'name' });
});

test('every view can be opened and is then the one that is seen', () => {
  for (const { search } of builtInViews(metrics)) {
    const opened = Object.fromEntries(Object.entries(patchOfView(search)).filter(([, value]) => value !== undefined));
    expect(builtInViews(metrics).filter((view) => showsView(opened, view.search))).toHaveLength(1);
  }
});

test('opening a view takes everything else out of the address', () => {
  const patch = patchOfView({ status: 'failed', page: '9', theme: 'x' });
  expect(patch).toMatchObject({ status: 'failed', q: undefined, page: undefined, sort: undefined });
  expect(patch).not.toHaveProperty('theme');
});

test('an address shows a view whatever its columns', () => {
  expect(showsView({ status: 'failed', cols: 'name', page: '2' }, { status: 'failed' })).toBe(true);
  expect(showsView({ status: 'failed', q: 'x' }, { status: 'failed' })).toBe(false);
  expect(showsView({}, {})).toBe(true);
});
