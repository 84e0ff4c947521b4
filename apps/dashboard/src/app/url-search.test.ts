import { expect, test } from 'vitest';
import { parseSearch, searchText, writeSearch } from './url-search.ts';

test('an address is read as it is written', () => {
  const search = { ids: '4,7', filter: 'status:failed', q: 'a & b = <c> ü 🙂', sort: '-metric:validation/loss' };
  const written = writeSearch(search);
  expect(written).toContain('ids=4,7&filter=status:failed');
  expect(parseSearch(written)).toEqual(search);
});

test('what is empty does not stand in the address', () => {
  expect(writeSearch({ q: '', cursor: undefined, limit: null })).toBe('');
});

test('values are text for pages', () => {
  expect(searchText({ limit: 50, tab: undefined })).toEqual({ limit: '50', tab: undefined });
});
