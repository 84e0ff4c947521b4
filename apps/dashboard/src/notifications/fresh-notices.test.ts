import type { Notice } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { bellText, FreshNotices } from './fresh-notices.ts';

const notice = (id: string): Notice => ({
  id,
  kind: 'run-completed',
  title: id,
  message: '',
  run: null,
  at: '2026-01-01T00:00:00Z',
  read_at: null,
});

test('what was there when the page was opened is not told again', () => {
  const fresh = new FreshNotices();
  expect(fresh.take([notice('b'), notice('a')])).toEqual([]);
  expect(fresh.take([notice('b'), notice('a')])).toEqual([]);
});

test('new notices are told once, the oldest first', () => {
  const fresh = new FreshNotices();
  fresh.take([]);
  expect(fresh.take([notice('b'), notice('a')]).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(fresh.take([notice('c'), notice('b')]).map(({ id }) => id)).toEqual(['c']);
});

test('the bell has room for two digits', () => {
  expect([1, 99, 100].map(bellText)).toEqual(['1', '99', '99+']);
});
