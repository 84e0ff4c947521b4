import { expect, it } from 'vitest';
import type { Question } from './attempt.ts';
import { callKey } from './call-key.ts';
import { plainParameters } from './plain-parameters.ts';

const account = { kind: 'openai-compatible', baseUrl: 'http://a/v1', project: null, location: null } as const;
const question: Question = {
  model: 'm',
  messages: [{ role: 'user', text: 'hello' }],
  parameters: { ...plainParameters, temperature: 0, max_tokens: 10, top_p: 1 },
};

it('equal calls have equal keys, whatever the order of their members', () => {
  const { model, messages, parameters } = question;
  const turned = Object.fromEntries(Object.entries(parameters).reverse()) as typeof parameters;
  expect(callKey(account, { parameters: turned, messages, model }, 0)).toBe(callKey(account, question, 0));
});

it('whatever decides the answer makes another key', () => {
  const { parameters } = question;
  const keys = [
    callKey(account, question, 0),
    callKey(account, question, 1),
    callKey({ ...account, baseUrl: 'http://b/v1' }, question, 0),
    callKey(account, { ...question, model: 'n' }, 0),
    callKey(account, { ...question, parameters: { ...parameters, temperature: 0.1 } }, 0),
    callKey(account, { ...question, messages: [{ role: 'system', text: 'hello' }] }, 0),
    callKey(account, { ...question, messages: [...question.messages, { role: 'user', text: '' }] }, 0),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});
