import type { Notice } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { kindOf, unreadFirst } from './notice-words.ts';

const notice = (id: string, read_at: string | null): Notice => ({
  id,
  kind: 'run-completed',
  title: id,
  message: '',
  run: null,
  at: '2026-01-01T00:00:00Z',
  read_at,
});

test('unread notices stand first, in their order', () => {
  const items = [notice('a', 'x'), notice('b', null), notice('c', 'x'), notice('d', null)];
  expect(unreadFirst(items).map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
});

test('a failure is told as one', () => {
  expect(kindOf('run-failed')).toEqual({ tone: 'bad', word: 'Failed' });
});
