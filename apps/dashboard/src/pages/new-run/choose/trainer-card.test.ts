import { manifest } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { expect, test } from 'vitest';
import { cardOf, cardsOf, familiesOf, recommendedPreset } from './trainer-card.ts';

function item(id: string, more: Record<string, unknown> = {}, rest: Partial<TrainerItem> = {}): TrainerItem {
  return {
    manifest: manifest.parse({
      id,
      title: `The ${id}`,
      purpose: 'Fits a line.',
      family: 'lines',
      environment: 'none',
      entry: ['x'],
      parameters: { type: 'object' },
      ...more,
    }),
    presets: [
      { id: 'quick', title: 'Quick', purpose: 'p', recommended: false, config: {} },
      { id: 'standard', title: 'Standard', purpose: 'p', recommended: true, config: {} },
    ],
    schema: {},
    defaults: {},
    source: 'built-in',
    own_presets: [],
    learned: null,
    environment: { id: 'none', installed: true, size_bytes: null },
    problems: [],
    ...rest,
  };
}

test('a card tells what the trainer measured until there are runs to learn from', () => {
  const typical = { typical: { quality: '78 % accuracy', time_s: { standard: 67 } } };
  expect(cardOf(item('line', typical), 'member')).toMatchObject({
    time: 'about 1 min 7 s',
    quality: '78 % accuracy',
    basis: 'the trainer’s own measurement',
    refused: null,
  });
  const learned = {
    runs: 3,
    seconds: { value: 20, low: 14, high: 30 },
    quality: { label: 'Accuracy', value: 0.93, unit: '' },
  };
  expect(cardOf(item('line', typical, { learned }), 'member')).toMatchObject({
    time: 'about 20 s, 14 s to 30 s',
    quality: 'Accuracy 0.9300',
    basis: 'learned from 3 runs',
  });
  expect(cardOf(item('line'), 'member')).toMatchObject({ time: null, quality: null, basis: null });
});

test('a trainer that cannot be chosen says why', () => {
  const broken = item('line', {}, { problems: [{ path: 'rules', message: 'bad' }] });
  expect(cardOf(broken, 'admin')).toMatchObject({ problems: ['rules: bad'] });
  expect(cardOf(broken, 'admin').refused).toContain('faults');
  expect(cardOf(item('line', { admin_only: true }), 'member').refused).toContain('administrators');
  expect(cardOf(item('line', { admin_only: true }), 'admin').refused).toBeNull();
  const missing = { environment: { id: 'torch', installed: false, size_bytes: 5_500_000_000 } };
  expect(cardOf(item('line', {}, missing), 'member').environment).toBe('torch (5.5 GB) is installed at the first run');
});

test('cards are searched and filtered; hidden trainers are not offered', () => {
  const needs = { dataset: { kinds: ['signals'] } };
  const all = [
    item('hid', { hidden: true, family: 'secret' }),
    item('maker', { family: 'data' }),
    item('root', { admin_only: true }),
    item('net', { needs, purpose: 'Learns waves.' }),
  ];
  const ids = (search: string, family: string | null = null) =>
    cardsOf(all, { role: 'member', search, family }).map((card) => card.id);
  expect(ids('')).toEqual(['net', 'maker', 'root']);
  expect(ids('waves LEARNS')).toEqual(['net']);
  expect(ids('', 'data')).toEqual(['maker']);
  expect(ids('nothing')).toEqual([]);
  expect(familiesOf(all)).toEqual(['data', 'lines']);
});

test('the recommended preset comes first, else the first one', () => {
  expect(recommendedPreset(item('line'))).toBe('standard');
  expect(recommendedPreset({ presets: [] })).toBeNull();
});
