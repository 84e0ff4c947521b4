import { checkConfig, mergeConfig, seededRandom } from '@trainyard/domain';
import { expect, it } from 'vitest';
import { badConfigs } from './bad-configs.ts';
import { randomSettings } from './random-config.ts';

const schema = {
  type: 'object',
  properties: {
    epochs: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
    rate: { type: 'number', minimum: 1e-6, maximum: 1, default: 0.001 },
    dropout: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.3 },
    layers: {
      type: 'array',
      items: { type: 'integer', minimum: 8, maximum: 64 },
      minItems: 1,
      maxItems: 4,
      default: [8],
    },
    optimizer: { type: 'string', enum: ['adam', 'sgd'], default: 'adam' },
    stop: { type: 'object', properties: { on: { type: 'boolean', default: true } } },
    limit: { type: ['integer', 'null'], minimum: 0, maximum: 5, default: null },
  },
};

it('random settings are within the schema, reach its bounds, and leave fixed keys alone', () => {
  const random = seededRandom(1);
  const epochs = new Set<unknown>();
  for (let i = 0; i < 300; i += 1) {
    const settings = randomSettings(schema, ['stop'], random);
    expect(Object.keys(settings)).not.toContain('stop.on');
    const { config } = mergeConfig({ schema, set: settings });
    expect(checkConfig({ schema, rules: [], config, data: null })).toEqual([]);
    epochs.add(settings.epochs);
  }
  expect(epochs.has(1) && epochs.has(500)).toBe(true);
});

it('every wrong configuration that is derived from a schema is refused by it', () => {
  for (const { path, value } of badConfigs(schema)) {
    const { config } = mergeConfig({ schema, set: { [path]: value } });
    expect(checkConfig({ schema, rules: [], config, data: null }), `${path} = ${String(value)}`).not.toEqual([]);
  }
});
