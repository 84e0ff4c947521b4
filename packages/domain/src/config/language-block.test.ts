import { manifest } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { checkConfig, defaultsOf, withSharedBlocks } from './index.ts';

function blocks(needs: Record<string, unknown>, properties: Record<string, unknown> = {}) {
  return withSharedBlocks(
    manifest.parse({
      id: 'writer',
      title: 'Writer',
      purpose: 'Writes.',
      family: 'prompts',
      environment: 'node',
      entry: ['node', 'main.ts'],
      needs,
      parameters: { type: 'object', properties, additionalProperties: false },
    }),
  );
}

describe('a trainer that asks language models', () => {
  it('gets a name a role and a budget, which are all optional', () => {
    const { schema, rules } = blocks({ language_models: ['primary', 'optimizer?'] });
    expect(defaultsOf(schema)).toEqual({ language_models: { primary: '', optimizer: '' }, budget: { usd: null } });
    const language_models = { primary: 'small', optimizer: '' };
    const told = (usd: unknown) =>
      checkConfig({ schema, rules, config: { language_models, budget: { usd } }, data: null });
    expect([told(null), told(0.01)]).toEqual([[], []]);
    const message = 'Budget in money must be more than 0 and at most 1000000 USD or empty (null), got 0';
    expect(told(0)).toEqual([{ path: 'budget.usd', message }]);
  });

  it('may add to the budget what it counts itself', () => {
    const calls = { type: 'integer', minimum: 1, default: 600 };
    const { schema } = blocks({ language_models: ['primary'] }, { budget: { properties: { calls } } });
    expect(defaultsOf(schema)).toMatchObject({ budget: { usd: null, calls: 600 } });
  });

  it('names each role once, of those that there are', () => {
    expect(() => blocks({ language_models: ['primary', 'primary?'] })).toThrow(/names a role twice/);
    expect(() => blocks({ language_models: ['poet'] })).toThrow(/Invalid option/);
  });

  it('keeps parameters of these names where it asks for none', () => {
    const own = { type: 'string', default: 'x' };
    const { schema } = blocks({}, { prompt: own, budget: own, language_models: own });
    expect(defaultsOf(schema)).toEqual({ prompt: 'x', budget: 'x', language_models: 'x' });
  });
});

it('a trainer that begins with a prompt must be given one', () => {
  const { schema, rules } = blocks({ prompt: true });
  const issues = checkConfig({ schema, rules, config: {}, data: null });
  expect(issues.map(({ path }) => path)).toEqual(['prompt']);
});
