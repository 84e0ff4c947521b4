import type { Provider } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { changeBody, changeFields, needsKey } from './provider-change.ts';

const one: Provider = {
  id: 'p',
  name: 'local',
  kind: 'openai-compatible',
  base_url: 'http://127.0.0.1:1/v1',
  project: null,
  location: null,
  has_key: true,
  max_concurrent: 8,
  max_per_minute: 60,
  timeout_s: 60,
  retries: 4,
  tested: null,
  models: 0,
  owner: { id: 'u', name: 'Ann' },
  created_at: '2026-03-01T00:00:00Z',
  changed_at: '2026-03-01T00:00:00Z',
};
const fields = changeFields(one);

test('only what differs is sent', () => {
  expect(changeBody(one, fields)).toEqual({});
  const limits = { ...fields.limits, perMinute: '', retries: '1' };
  expect(changeBody(one, { ...fields, name: 'near', key: 'sk', limits })).toEqual({
    name: 'near',
    key: 'sk',
    max_per_minute: null,
    retries: 1,
  });
  expect(changeBody(one, { ...fields, removeKey: true, key: 'sk' })).toEqual({ key: null });
});

test('a new address needs the key again, unless it is taken away', () => {
  const moved = { ...fields, baseUrl: 'http://elsewhere/v1' };
  expect(needsKey(one, fields)).toBe(false);
  expect(needsKey(one, moved)).toBe(true);
  expect(needsKey({ ...one, has_key: false }, moved)).toBe(false);
  expect(needsKey(one, { ...moved, key: 'sk' })).toBe(false);
  expect(needsKey(one, { ...moved, removeKey: true })).toBe(false);
});
