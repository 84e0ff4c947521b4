import { expect, test } from 'vitest';
import { filterOf, isFiltered, nextSort, readHistorySearch } from './history-search.ts';

test('an address without a search shows the newest runs', () => {
  expect(readHistorySearch({})).toEqual({
    q: '',
    status: [],
    trainer: [],
    owner: [],
    dataset: [],
    tag: [],
    from: '',
    to: '',
    deleted: false,
    sort: '-number',
    per: 50,
    page: 1,
    cols: undefined,
  });
});

test('what is wrong in an address is passed over', () => {
  const read = readHistorySearch({
    status: 'failed,done,<script>',
    sort: 'constructor',
    per: '70',
    page: '-3',
    from: 'yesterday',
    to: '2026-99-99',
    theme: 'x',
  });
  expect(read).toMatchObject({ status: ['failed'], sort: '-number', per: 50, page: 1, from: '', to: '' });
  expect(isFiltered(read)).toBe(true);
  expect(isFiltered(readHistorySearch({ sort: 'name', page: '4', q: '  ' }))).toBe(false);
});

test('metrics and parameters of any name are sorted by', () => {
  expect(readHistorySearch({ sort: '-metric:test/accuracy' }).sort).toBe('-metric:test/accuracy');
  expect(readHistorySearch({ sort: 'parameter:lr, "x"' }).sort).toBe('parameter:lr, "x"');
  expect(readHistorySearch({ sort: `metric:${'x'.repeat(300)}` }).sort).toBe('-number');
});

test('the filter says each field as the API reads it, and days from midnight to midnight here', () => {
  const read = readHistorySearch({
    status: 'failed,running',
    tag: 'team=x\\, y',
    from: '2026-03-01',
    to: '2026-03-02',
  });
  const from = new Date(2026, 2, 1).toISOString();
  const to = new Date(2026, 2, 3).toISOString();
  expect(filterOf(read)).toBe(`status:failed,status:running,tag:team=x\\, y,from:${from},to:${to}`);
});

test('deleted runs are listed by themselves', () => {
  expect(filterOf(readHistorySearch({ deleted: 'true', status: 'failed' }))).toBe('status:failed,deleted:true');
  expect(filterOf(readHistorySearch({ deleted: 'yes' }))).toBe('');
});

test('a header sorts one way, then the other, then as usual', () => {
  expect(nextSort('-number', 'name', false)).toBe('name');
  expect(nextSort('name', 'name', false)).toBe('-name');
  expect(nextSort('-name', 'name', false)).toBeUndefined();
  expect(nextSort('name', 'metric:f1', true)).toBe('-metric:f1');
  expect(nextSort('-metric:f1', 'metric:f1', true)).toBe('metric:f1');
});
