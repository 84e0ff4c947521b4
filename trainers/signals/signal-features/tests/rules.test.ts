import { join } from 'node:path';
import type { DataFacts } from '@trainyard/contracts';
import { builtinRoot, createCatalog } from '@trainyard/trainer-catalog';
import { describe, expect, it } from 'vitest';

const facts: DataFacts = {
  samples: 1000,
  classes: 3,
  train_size: 700,
  validation_size: 150,
  test_size: 150,
  min_rate_hz: 20_000,
  min_seconds: 60,
  channels: 2,
  number_columns: ['speed_hz'],
};
const catalog = createCatalog({
  builtinRoots: [builtinRoot],
  userRoot: null,
  environmentsRoot: join(import.meta.dirname, 'no-environments'),
  python: null,
});

async function said(config: Record<string, unknown>): Promise<string[]> {
  const trainer = await catalog.usable('signal-features');
  const { issues } = await catalog.freeze({ trainer, spec: { config }, dataset: null, split: null, facts });
  return issues.filter(({ path }) => path.startsWith('boundary')).map(({ path, message }) => `${path}: ${message}`);
}

describe('a boundary over two features', () => {
  const over = { axes: 'features', across: 'rms', up: 'kurtosis' };

  it('is refused in words where a feature is not among the chosen groups', async () => {
    expect(await said({ boundary: over })).toEqual([]);
    expect(await said({ boundary: { ...over, across: 'env_entropy', up: '2x_to_1x' } })).toEqual([
      'boundary.across: env_entropy is a feature of the group envelope; add that group to the feature groups (general) or choose another feature',
      'boundary.up: 2x_to_1x is a feature of the group shaft-orders; add that group to the feature groups (general) or choose another feature',
    ]);
    expect(await said({ groups: ['envelope', 'fault-orders'], boundary: { ...over, up: 'ball_side_bands' } })).toEqual([
      'boundary.across: rms is a feature of the group general; add that group to the feature groups (envelope, fault-orders) or choose another feature',
    ]);
  });

  it('is refused where a feature or a channel does not exist, or one feature is both axes', async () => {
    expect(await said({ boundary: { ...over, across: 'loudness' } })).toEqual([
      expect.stringMatching(/^boundary.across: Boundary across must be one of mean, std, .* got "loudness"/),
    ]);
    expect(await said({ boundary: { ...over, up_channel: 3 } })).toEqual([
      'boundary.up_channel: The data set has 2 channels, so the boundary cannot go up by channel 3',
    ]);
    expect(await said({ boundary: { ...over, up: 'rms' } })).toEqual([
      'boundary.up: Choose two different features for the boundary, rms of channel 1 is both',
    ]);
    expect(await said({ boundary: { ...over, up: 'rms', up_channel: 2 } })).toEqual([]);
  });

  it('is not asked of the order rule, which has axes of its own', async () => {
    const rule = { model: 'order-rule', groups: ['general', 'fault-orders'] };
    expect(await said({ ...rule, boundary: over })).toEqual([
      'boundary.axes: The order rule decides by its two race lines and is always drawn over them; choose discriminants or principal for the boundary',
    ]);
    expect(await said(rule)).toEqual([]);
  });

  it('does not matter while the axes are others', async () => {
    expect(await said({ boundary: { axes: 'principal', across: 'fault_ball', up: 'fault_ball' } })).toEqual([]);
  });
});
