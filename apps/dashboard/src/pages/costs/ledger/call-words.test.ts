import type { LanguageCall } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { costText, errorText, parameterText } from './call-words.ts';

const call: LanguageCall = {
  id: 'c',
  request_id: 'r',
  attempt: 1,
  user: { id: 'u', name: 'Ann' },
  run: null,
  batch: null,
  role: 'primary',
  language_model: 'small',
  provider: 'local',
  model: 'tiny',
  revision: null,
  parameters: {
    temperature: 0,
    max_tokens: 20,
    top_p: null,
    top_k: null,
    stop: ['\n'],
    seed: null,
    presence_penalty: null,
    frequency_penalty: null,
    response_format: null,
  },
  sample: 0,
  key: 'k',
  status: 'ok',
  usage: { input_tokens: 1, cached_input_tokens: null, output_tokens: 2, reasoning_tokens: null },
  usage_raw: {},
  price_version: 1,
  cost_usd: 0.002,
  reserved_usd: 0.01,
  kept: false,
  latency_ms: 3,
  error: null,
  at: '2026-03-10T10:00:00Z',
  ended_at: null,
};

test('a cost is known, free, reserved, or unknown', () => {
  expect(costText(call)).toBe('$0.002');
  expect(costText({ ...call, cost_usd: null })).toBe('unknown');
  expect(costText({ ...call, status: 'cached', cost_usd: 0 })).toBe('free');
  expect(costText({ ...call, status: 'asked', cost_usd: null })).toBe('at most $0.01');
  expect(costText({ ...call, status: 'unknown', kept: true, cost_usd: null })).toBe('unknown, $0.01 kept');
  expect(costText({ ...call, status: 'unknown', kept: true, cost_usd: null, reserved_usd: null })).toBe('unknown');
  expect(costText({ ...call, status: 'failed', cost_usd: null })).toBe('nothing');
});

test('parameters that were set are told, and errors in words', () => {
  expect(parameterText(call.parameters)).toBe('temperature 0, longest answer 20, stops at ["\\n"]');
  expect(errorText({ kind: 'key', status: 401, says: '401 no' })).toBe('The key was refused: 401 no');
  expect(errorText({ kind: 'new', status: null, says: 'x' })).toBe('new: x');
});
