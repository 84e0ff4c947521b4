import { expect, it } from 'vitest';
import { adminSettings } from './admin-settings.ts';

const command = { type: 'array', 'x-admin-only': true };
const schema = {
  properties: {
    calm: { type: 'string' },
    top: { type: 'boolean', 'x-admin-only': true },
    metrics: { type: 'array', items: { properties: { metric: {}, command } } },
    deep: { properties: { command } },
  },
};

it('what a manifest keeps for administrators is found wherever it has a value', () => {
  const metrics = [{ metric: 'a' }, { metric: 'b', command: ['sh'] }];
  expect(adminSettings(schema, { calm: 'x', metrics })).toEqual(['metrics.1.command']);
  expect(adminSettings(schema, { top: false, deep: { command: [] }, other: { command: [] } })).toEqual([
    'top',
    'deep.command',
  ]);
  expect(adminSettings({}, { metrics })).toEqual([]);
});
