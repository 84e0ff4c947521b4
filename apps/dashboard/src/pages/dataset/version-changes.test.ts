import { expect, test } from 'vitest';
import { changesOf } from './version-changes.ts';

const version = {
  digest: 'sha256:a',
  kind: 'signals' as const,
  samples: 100,
  classes: [{ label: 'healthy', samples: 100, units: null }],
  rates_hz: [12000],
  channels: [],
  conditions: ['load'],
  units: [],
};

test('the same digest is the same content', () => {
  expect(changesOf(version, { ...version })).toEqual(['the same content']);
});

test('samples, classes and conditions that came or went are named', () => {
  const after = {
    ...version,
    digest: 'sha256:b',
    samples: 99,
    classes: [{ label: 'worn', samples: 99, units: null }],
    conditions: ['load', 'speed'],
  };
  expect(changesOf(version, after)).toEqual([
    '−1 sample',
    'new classes: worn',
    'classes gone: healthy',
    'new conditions: speed',
  ]);
});

test('content of the same shape is told too', () => {
  expect(changesOf(version, { ...version, digest: 'sha256:c' })).toEqual(['other content, same shape']);
});
