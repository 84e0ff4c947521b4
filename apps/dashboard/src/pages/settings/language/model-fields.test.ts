import { expect, it } from 'vitest';
import { emptyModel, modelBody, modelFields, unreadable } from './model-fields.ts';

it('an empty parameter is the provider’s own, and top-k is the server’s until it is touched', () => {
  const fields = { ...emptyModel, name: ' cheap ', provider: 'openai', model: ' small ', temperature: '', topP: '0,9' };
  expect(modelBody(fields)).toEqual({
    name: 'cheap',
    provider: 'openai',
    model: 'small',
    temperature: null,
    max_tokens: 1024,
    top_p: 0.9,
  });
  expect(modelBody({ ...fields, topK: '' })).toMatchObject({ top_k: null });
  expect(modelBody({ ...fields, topK: '20' })).toMatchObject({ top_k: 20 });
});

it('what is no number is told before anything is sent', () => {
  expect(unreadable(emptyModel)).toBeNull();
  expect(unreadable({ ...emptyModel, topP: 'all' })).toBe('Top-p: expected a number, got "all".');
});

it('a model that is changed is sent back as it was, where nothing is changed', () => {
  const parameters = { temperature: null, max_tokens: 20, top_p: 0.5, top_k: null };
  const one = { name: 'cheap', provider: 'openai', model: 'small', ...parameters };
  const whole = {
    ...one,
    id: 'm',
    kind: 'openai-compatible' as const,
    active: true,
    default_for: [],
    owner: { id: 'u', name: 'Ann' },
    created_at: '2026-03-01T00:00:00Z',
    changed_at: '2026-03-01T00:00:00Z',
  };
  expect(modelBody(modelFields(whole))).toEqual(one);
});
