import { expect, test } from 'vitest';
import { readCostSearch, sinceOf } from './cost-search.ts';

test('an address is read as far as it makes sense', () => {
  const usual = { period: '30', by: 'role', everybody: false };
  const none = { role: undefined, status: undefined, run: undefined, batch: undefined, model: undefined };
  expect(readCostSearch({})).toEqual({ ...usual, ...none });
  expect(readCostSearch({ days: '8', by: 'day', role: 'judge', status: 'x', run: '0', model: '' })).toEqual({
    ...usual,
    ...none,
  });
  const full = {
    days: 'all',
    by: 'run',
    everybody: 'true',
    role: 'grader',
    status: 'cached',
    run: '7',
    model: 'small',
  };
  expect(readCostSearch(full)).toEqual({
    period: 'all',
    by: 'run',
    everybody: true,
    role: 'grader',
    status: 'cached',
    run: '7',
    batch: undefined,
    model: 'small',
  });
  expect(readCostSearch({ batch: '3' })).toMatchObject({ run: undefined, batch: '3' });
});

test('seven days are today and the six before, from midnight on', () => {
  const now = Date.parse('2026-03-10T15:30:00Z');
  expect(sinceOf('7', now)).toBe('2026-03-04T00:00:00.000Z');
  expect(sinceOf('all', now)).toBeUndefined();
});
