import { type Dataset, type DatasetVersion, frozenRun, manifest } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { emptyDraft } from '../draft/draft.ts';
import { datasetOfRecord, draftOfRun } from './clone-run.ts';
import { draftOfYaml } from './draft-of-yaml.ts';
import { baseOf, mergedOf, takeConfig, withPreset } from './take-over.ts';
import { readYamlFile } from './yaml-file.ts';

const schema = {
  type: 'object',
  properties: {
    epochs: { type: 'integer', minimum: 1, default: 10 },
    kernels: { type: 'array', items: { type: 'integer' }, default: [3] },
    window: { type: 'object', properties: { seconds: { type: 'number', default: 0.25 } } },
  },
  additionalProperties: false,
};
const item: TrainerItem = {
  manifest: manifest.parse({
    id: 'line',
    title: 'Line',
    purpose: 'Fits.',
    family: 'f',
    environment: 'none',
    entry: ['x'],
    needs: { dataset: { kinds: ['signals'] } },
    parameters: schema,
  }),
  presets: [{ id: 'quick', title: 'Quick', purpose: 'p', recommended: true, config: { epochs: 5 } }],
  schema,
  defaults: {},
  source: 'built-in',
  own_presets: [],
  learned: null,
  environment: { id: 'none', installed: true, size_bytes: null },
  problems: [],
};
const version = (n: number, digest: string) => ({ version: n, digest, kind: 'signals' }) as DatasetVersion;
const datasets = [
  { name: 'demo', latest: version(2, 'd2'), versions: [version(2, 'd2'), version(1, 'd1')] },
] as unknown as Dataset[];

const frozen = frozenRun.parse({
  v: 1,
  trainer: { id: 'line', code_digest: 'c', git_commit: null, environment: 'none', lock_digest: null },
  preset: 'quick',
  config: { epochs: 5, kernels: [3, 5], window: { seconds: 0.25 } },
  origin: {},
  dataset: { name: 'demo', version: 1, digest: 'd1' },
  split: null,
  seed: 3,
  resources: { threads: 4, gpus: 0 },
  time_limit_s: 7200,
});
const run = {
  number: 47,
  name: 'x',
  tags: { rig: '3' },
  notes: 'n',
  priority: 'high' as const,
  experiment: { id: 'e', number: 1, name: 'E' },
};

test('a run is cloned as changes of its preset, with its own version of the data', () => {
  const draft = draftOfRun({ run, frozen, item, datasets, nonce: 'n' });
  expect(draft).toMatchObject({
    trainer: 'line',
    preset: 'quick',
    dataset: 'demo@1',
    changes: { kernels: [3, 5] },
    run: { seed: '3', threads: '4', timeLimit: '', tags: 'rig=3', priority: 'high' },
    source: 'Run 47',
    notes: [],
  });
  expect(mergedOf(item, draft.preset, draft.changes)).toEqual(frozen.config);
});

test('what cannot be taken over is told', () => {
  const old = {
    ...frozen,
    preset: 'gone',
    config: { epochs: 5, odd: 1, window: { seconds: 1 } },
    dataset: { name: 'lost', version: 4, digest: 'z' },
  };
  const draft = draftOfRun({ run, frozen: old, item, datasets, nonce: 'n' });
  expect(draft.notes).toEqual([
    'The preset "gone" is not there any more; its settings were taken over one by one.',
    'The trainer has no setting "odd" any more; it was left out.',
    'The data set lost@4 is not there any more; choose another.',
    'New since then, at their usual values: kernels.',
  ]);
  expect(draft).toMatchObject({ preset: null, dataset: null, changes: { epochs: 5, 'window.seconds': 1 } });
});

test('a data set is found by its content, else by its name', () => {
  expect(datasetOfRecord({ name: 'old-name', version: 9, digest: 'd1' }, datasets)).toEqual({
    dataset: 'demo@1',
    notes: ['The same data are now called demo.'],
  });
  expect(datasetOfRecord({ name: 'demo', version: 7, digest: 'zz' }, datasets).dataset).toBe('demo');
  expect(datasetOfRecord({ name: 'demo', version: null, digest: null }, datasets)).toEqual({
    dataset: 'demo',
    notes: [],
  });
  expect(datasetOfRecord(null, datasets)).toEqual({ dataset: null, notes: [] });
});

test('the YAML of a record goes into the form and comes out the same', () => {
  const read = readYamlFile(stringify(frozen));
  if (read.file === null) throw new Error(JSON.stringify(read.errors));
  const draft = draftOfYaml({ draft: emptyDraft('n'), file: read.file, item, datasets });
  expect(draft).toMatchObject({
    trainer: 'line',
    preset: 'quick',
    dataset: 'demo@1',
    changes: { kernels: [3, 5] },
    run: { seed: '3' },
  });
  expect(mergedOf(item, draft.preset, draft.changes)).toEqual(frozen.config);
  expect(parse(stringify(mergedOf(item, draft.preset, draft.changes)))).toEqual(frozen.config);
});

test('presets, bare settings and settings with dots are read too', () => {
  expect(readYamlFile('id: mine\ntitle: T\nconfig:\n  epochs: 7').file).toMatchObject({
    kind: 'preset',
    config: { epochs: 7 },
  });
  const bare = readYamlFile('epochs: 7\nwindow.seconds: 1');
  if (bare.file === null) throw new Error('not read');
  const before = { ...emptyDraft('n'), trainer: 'line', preset: 'quick', dataset: 'demo' };
  const draft = draftOfYaml({ draft: before, file: bare.file, item, datasets });
  expect(draft).toMatchObject({ preset: 'quick', dataset: 'demo', changes: { epochs: 7, 'window.seconds': 1 } });
  expect(readYamlFile('trainer: line\ndataset: demo@2\nconfig: { epochs: 3 }').file).toMatchObject({
    kind: 'record',
    trainer: 'line',
    dataset: { name: 'demo', version: 2, digest: null },
  });
});

test('errors of YAML name their line', () => {
  expect(readYamlFile('epochs: 7\nbad: [1, 2]]\nx: 1').errors[0]).toMatchObject({ line: 2 });
  expect(readYamlFile('a: 1\na: 2').errors[0]).toMatchObject({ line: 2 });
  expect(readYamlFile('- 1').errors[0]?.message).toContain('key: value');
  expect(readYamlFile('  \n').file).toBeNull();
  expect(readYamlFile('x'.repeat(600_000)).errors[0]?.message).toContain('500,000');
});

test('a problem of a setting is found on its line', () => {
  const { file } = readYamlFile(
    'v: 1\nconfig:\n  epochs: 7\n  kernels:\n    - 3\n    - 5\n  window:\n    seconds: 1\nseed: 4',
  );
  expect(
    ['epochs', 'kernels[1]', 'window.seconds', 'window.odd', 'seed', 'nothing'].map((path) => file?.lineOf(path)),
  ).toEqual([3, 6, 8, 8, 9, null]);
});

test('settings that the trainer does not have stay in a file’s draft, for the check to name', () => {
  expect(takeConfig(item, { preset: null, config: { epocs: 3 } }, { dropUnknown: false }).changes).toEqual({
    epocs: 3,
  });
  expect(baseOf(item, 'quick')).toEqual({ epochs: 5, kernels: [3], 'window.seconds': 0.25 });
});

test('another preset keeps what was changed by hand, and forgets what it says itself', () => {
  const draft = { ...emptyDraft('n'), trainer: 'line', preset: null, changes: { epochs: 5, 'window.seconds': 1 } };
  expect(withPreset(draft, item, 'quick')).toMatchObject({ preset: 'quick', changes: { 'window.seconds': 1 } });
});
