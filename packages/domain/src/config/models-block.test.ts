import { manifest as manifestSchema } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { checkConfig, checkParameters, mergeConfig, withSharedBlocks } from './index.ts';

function blocks(models: { min: number; max: number } | null, own: Record<string, unknown> = {}) {
  return withSharedBlocks(
    manifestSchema.parse({
      id: 'combiner',
      title: 'Combiner',
      purpose: 'Combines models.',
      family: 'tests',
      environment: 'none',
      entry: ['true'],
      needs: { models },
      parameters: { type: 'object', properties: { ...own, depth: { type: 'integer', default: 1 } } },
    }),
  );
}

function issues(needs: { min: number; max: number }, set: Record<string, unknown>) {
  const { schema, rules } = blocks(needs);
  return checkConfig({ schema, rules, config: mergeConfig({ schema, set }).config, data: null }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

describe('the shared block for models', () => {
  it('comes first in the form of a trainer that takes models, and in no other', () => {
    expect(Object.keys(blocks({ min: 3, max: 7 }).schema.properties ?? {})).toEqual(['models', 'depth']);
    expect(Object.keys(blocks(null).schema.properties ?? {})).toEqual(['depth']);
    expect(checkParameters(blocks({ min: 3, max: 7 }).schema, [])).toEqual([]);
  });

  it('takes references, as many as the manifest says', () => {
    const few = { min: 2, max: 3 };
    expect(issues(few, { models: ['a', 'b@2'] })).toEqual([]);
    expect(issues(few, {})).toEqual(['models: Models is missing: "models" has no default']);
    expect(issues(few, { models: ['a'] })[0]).toMatch(/^models: Models must have at least 2 entries/);
    expect(issues(few, { models: ['a', 'b', 'c', 'd'] })[0]).toMatch(/^models: Models must have at most 3 entries/);
    expect(issues(few, { models: ['a', 7] })[0]).toMatch(/^models\[1\]: Models, entry 2, must be/);
    expect(issues(few, { models: ['a', 'a'] })[0]).toMatch(/must not repeat an entry/);
  });

  it('may be left empty where the manifest says so, and be called otherwise by the trainer', () => {
    expect(issues({ min: 0, max: 1 }, {})).toEqual([]);
    const { schema } = blocks({ min: 0, max: 1 }, { models: { title: 'Start from' } });
    expect(schema).toMatchObject({ properties: { models: { title: 'Start from', maxItems: 1, default: [] } } });
  });
});
