import { ApiError } from '@trainyard/api-client';
import { expect, it } from 'vitest';
import { emptyProvider, faultOf, isComplete, providerBody } from './provider-fields.ts';

it('only what was filled in, and belongs to the kind, is sent', () => {
  const fields = { ...emptyProvider, name: ' local ', baseUrl: ' http://127.0.0.1:8080/v1 ', project: 'left over' };
  const limits = { max_concurrent: 8, max_per_minute: null, timeout_s: 60, retries: 4 };
  expect(providerBody(fields)).toEqual({
    name: 'local',
    kind: 'openai-compatible',
    base_url: 'http://127.0.0.1:8080/v1',
    ...limits,
  });
  const vertex = { ...fields, kind: 'vertex' as const, location: 'global', key: '{}' };
  expect(providerBody(vertex)).toEqual({
    name: 'local',
    kind: 'vertex',
    project: 'left over',
    location: 'global',
    key: '{}',
    ...limits,
  });
});

it('each kind says what it cannot do without', () => {
  const named = { ...emptyProvider, name: 'x' };
  expect(isComplete(named)).toBe(false);
  expect(isComplete({ ...named, baseUrl: 'http://x/v1' })).toBe(true);
  expect(isComplete({ ...named, kind: 'ollama' })).toBe(true);
  expect(isComplete({ ...named, kind: 'anthropic' })).toBe(false);
  expect(isComplete({ ...named, kind: 'anthropic', key: 'k' })).toBe(true);
  expect(isComplete({ ...named, kind: 'vertex', key: 'k', project: 'p' })).toBe(false);
});

it('a fault is told beside its field', () => {
  const problem = new ApiError({
    status: 400,
    code: 'query-invalid',
    detail: 'x',
    hint: '',
    issues: [{ path: 'base_url', message: 'expected an address' }],
  });
  expect([faultOf(problem, 'base_url'), faultOf(problem, 'name'), faultOf(null, 'name')]).toEqual([
    'expected an address',
    undefined,
    undefined,
  ]);
});
