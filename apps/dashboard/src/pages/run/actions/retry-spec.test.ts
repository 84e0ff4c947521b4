import { frozenRun, runSpec } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { sampleRun } from '../live/sample-run.ts';
import { retrySpec } from './retry-spec.ts';

const frozen = frozenRun.parse({
  v: 1,
  trainer: { id: 'some-trainer', code_digest: 'c', git_commit: null, environment: 'none', lock_digest: null },
  preset: 'quick',
  config: { epochs: 3, split: { by: 'unit' } },
  origin: {},
  dataset: { name: 'demo', version: 2, digest: 'abc' },
  split: null,
  seed: 7,
  resources: { threads: 2, gpus: 0 },
  time_limit_s: 60,
});

test('a retry is a submission of the very same, and one that the server takes', () => {
  const { experiment, ...spec } = retrySpec(sampleRun({ tags: { a: 'b' } }), frozen);
  expect(experiment).toBe(sampleRun().experiment.id);
  expect(runSpec.parse(spec)).toMatchObject({
    trainer: 'some-trainer',
    preset: 'quick',
    config: frozen.config,
    dataset: 'demo@2',
    seed: 7,
    threads: 2,
    time_limit_s: 60,
    tags: { a: 'b' },
  });
});

test('what the record has not is left out', () => {
  const spec = retrySpec(sampleRun(), { ...frozen, preset: null, dataset: null });
  expect(spec).not.toHaveProperty('preset');
  expect(spec).not.toHaveProperty('dataset');
  expect(spec).not.toHaveProperty('notes');
});
