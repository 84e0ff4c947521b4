import { experimentCreate, runCreate } from '@trainyard/contracts';
import { expect, test } from 'vitest';
import { emptyDraft, emptySettings } from '../draft/draft.ts';
import { checkBody, createBody, experimentBody, readSettings } from './spec.ts';

const draft = {
  ...emptyDraft('n'),
  trainer: 'line',
  preset: 'quick',
  dataset: 'demo@2',
  changes: { 'window.seconds': 0.5 },
  run: { ...emptySettings, name: ' mine ', seed: '7', timeLimit: '2 h', tags: 'rig=3', experiment: 'Rigs' },
};

test('a draft becomes what the server takes', () => {
  const body = createBody(draft);
  expect(body).toEqual({
    trainer: 'line',
    preset: 'quick',
    dataset: 'demo@2',
    config: { 'window.seconds': 0.5 },
    name: 'mine',
    seed: 7,
    time_limit_s: 7200,
    tags: { rig: '3' },
    experiment: 'Rigs',
  });
  expect(runCreate.safeParse(body).success).toBe(true);
});

test('wrong settings of the run are told at their field, and are not sent', () => {
  const run = {
    ...emptySettings,
    seed: '-1',
    threads: 'many',
    gpus: '100',
    timeLimit: 'soon',
    tags: `${'x'.repeat(300)}`,
  };
  const { fields, issues } = readSettings(run);
  expect(fields).toEqual({});
  expect(issues.map((issue) => issue.path)).toEqual(['seed', 'threads', 'gpus', 'time_limit_s', 'tags']);
  expect(issues[0]?.message).toBe('Seed must be from 0 to 2147483647, got -1');
  expect(issues[1]?.message).toBe('Threads must be a whole number, got "many"');
  expect(readSettings({ ...emptySettings, timeLimit: '40 d' }).issues[0]?.message).toBe(
    'Time limit must be at most 30 d',
  );
  expect(checkBody({ ...draft, run })).toEqual({
    preset: 'quick',
    dataset: 'demo@2',
    config: { 'window.seconds': 0.5 },
  });
});

test('variations become the runs of one experiment, the draft first', () => {
  const varied = {
    ...draft,
    mode: 'sequential' as const,
    variations: [
      { id: 'a', seed: 8 },
      { id: 'b', preset: 'max', changes: { epochs: 3 } },
    ],
  };
  const body = experimentBody(varied, (one) => `variation ${one.id}`, 'auto');
  expect(experimentCreate.safeParse(body).success).toBe(true);
  expect(body).toMatchObject({ name: 'mine, 3 runs', mode: 'sequential' });
  expect(body.runs?.map(({ name, preset, seed, config }) => ({ name, preset, seed, config }))).toEqual([
    { name: 'mine', preset: 'quick', seed: 7, config: { 'window.seconds': 0.5 } },
    { name: 'mine, variation a', preset: 'quick', seed: 8, config: { 'window.seconds': 0.5 } },
    { name: 'mine, variation b', preset: 'max', seed: 7, config: { 'window.seconds': 0.5, epochs: 3 } },
  ]);
});
