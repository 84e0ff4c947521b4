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
    expect(defaultsOf(schema)).toEqual({ language_models: { primary: '', optimizer: '' }, budget: { usd: 0 } });
    const config = { language_models: { primary: 'small', optimizer: '' }, budget: { usd: -1 } };
    const [issue, ...others] = checkConfig({ schema, rules, config, data: null });
    expect(issue?.path).toBe('budget.usd');
    expect(others).toEqual([]);
  });

  it('may add to the budget what it counts itself', () => {
    const calls = { type: 'integer', minimum: 1, default: 600 };
    const { schema } = blocks({ language_models: ['primary'] }, { budget: { properties: { calls } } });
    expect(defaultsOf(schema)).toMatchObject({ budget: { usd: 0, calls: 600 } });
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
