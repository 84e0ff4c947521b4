import { ApiError } from '@trainyard/api-client';
import { expect, test } from 'vitest';
import { problemText } from './problem-text.ts';

const problem = (count: number, extra = {}) =>
  new ApiError({
    code: 'config-invalid',
    status: 422,
    detail: 'The configuration has faults: epochs must be at least 1',
    hint: 'Every problem is listed.',
    issues: Array.from({ length: count }, (_, i) => ({ path: `p${i}`, message: `must be ${i}` })),
    ...extra,
  });

test('a problem is told with its faults and its hint', () => {
  expect(problemText(problem(2))).toEqual({
    title: 'The configuration has faults: epochs must be at least 1',
    lines: ['p0: must be 0', 'p1: must be 1', 'Every problem is listed.'],
  });
});

test('many faults are cut, and their count is said', () => {
  expect(problemText(problem(9)).lines).toContain('… and 4 more');
});

test('a fault of ours carries the number that finds it in the log', () => {
  expect(problemText(problem(0, { status: 500, request_id: 'abc' })).lines).toContain('Request abc');
});
