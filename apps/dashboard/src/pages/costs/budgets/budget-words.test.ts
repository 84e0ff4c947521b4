import type { LanguageBudget } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { alertWords, limitsIn, limitsOf, mayRaise } from './budget-words.ts';

const budget: LanguageBudget = {
  user: null,
  everything: false,
  run: { id: 'r', number: 7 },
  limit_usd: 2,
  limit_calls: 100,
  spent_usd: 0.5,
  held_usd: 0.25,
  spent_calls: 10,
  held_calls: 0,
  set_by: { id: 'boss', name: 'Boss' },
  since: '2026-03-10T10:00:00Z',
  changed_at: '2026-03-10T10:00:00Z',
};

test('each limit that is set is told with what is gone and what is held', () => {
  expect(limitsOf(budget)).toEqual([
    { what: 'money', label: 'Money', spent: 0.25, held: 0.125, text: '$0.50 of $2.00, $0.25 held' },
    { what: 'calls', label: 'Calls', spent: 0.1, held: 0, text: '10 of 100' },
  ]);
  expect(limitsOf({ ...budget, limit_usd: null, limit_calls: 0 })).toMatchObject([{ spent: 1, held: 0 }]);
});

test('half, four fifths and all of it are said', () => {
  const at = (spent_usd: number): string | null => alertWords({ ...budget, spent_usd });
  expect([0.99, 1, 1.6, 2].map(at)).toEqual([
    null,
    'Half is gone.',
    'Four fifths are gone.',
    'Used up: no further call is made.',
  ]);
});

test('what another set is raised by administrators alone', () => {
  expect(mayRaise(budget, { id: 'me', role: 'member' })).toBe(false);
  expect(mayRaise(budget, { id: 'boss', role: 'member' })).toBe(true);
  expect(mayRaise(budget, { id: 'me', role: 'admin' })).toBe(true);
});

test('limits are read from what was typed', () => {
  expect(limitsIn({ usd: ' $2,50 ', calls: '' })).toEqual({ limit_usd: 2.5, limit_calls: null });
  expect(limitsIn({ usd: '', calls: '0' })).toEqual({ limit_usd: null, limit_calls: 0 });
  for (const fields of [
    { usd: '', calls: ' ' },
    { usd: 'five', calls: '' },
    { usd: '', calls: '1.5' },
    { usd: '-1', calls: '' },
  ])
    expect(limitsIn(fields)).toBeNull();
});
