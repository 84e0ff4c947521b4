import { manifest as manifestSchema } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { checkConfig, checkParameters, mergeConfig, withSharedBlocks } from './index.ts';

function blocks(runs: Record<string, unknown> | null) {
  return withSharedBlocks(
    manifestSchema.parse({
      id: 'reader',
      title: 'Reader',
      purpose: 'Reads runs.',
      family: 'tests',
      environment: 'none',
      entry: ['true'],
      needs: { runs },
      parameters: { type: 'object', properties: { depth: { type: 'integer', default: 1 } } },
    }),
  );
}

function issues(runs: Record<string, unknown>, set: Record<string, unknown>) {
  const { schema, rules } = blocks(runs);
  return checkConfig({ schema, rules, config: mergeConfig({ schema, set }).config, data: null }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

describe('the shared block for runs', () => {
  it('comes first in the form of a trainer that reads runs, and in no other', () => {
    expect(Object.keys(blocks({ max: 3 }).schema.properties ?? {})).toEqual(['runs', 'depth']);
    expect(Object.keys(blocks(null).schema.properties ?? {})).toEqual(['depth']);
    expect(checkParameters(blocks({ max: 3 }).schema, [])).toEqual([]);
  });

  it('takes numbers and ids, as many as the manifest says', () => {
    const few = { min: 1, max: 2 };
    expect(issues(few, { runs: [3, '01900000-0000-7000-8000-000000000000'] })).toEqual([]);
    expect(issues(few, {})).toEqual(['runs: Runs is missing: "runs" has no default']);
    expect(issues(few, { runs: [] })[0]).toMatch(/^runs: Runs must have at least 1 entry/);
    expect(issues(few, { runs: [1, 2, 3] })[0]).toMatch(/^runs: Runs must have at most 2 entries/);
    expect(issues(few, { runs: [0] })[0]).toMatch(/^runs\[0\]: Runs, entry 1, must be/);
    expect(issues(few, { runs: [4, 4] })[0]).toMatch(/must not repeat an entry/);
  });

  it('may be left empty where the manifest asks for none', () => {
    expect(issues({ min: 0, max: 2 }, {})).toEqual([]);
  });
});
