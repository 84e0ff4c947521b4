import { describe, expect, it } from 'vitest';
import { duration, settingsOf, tagsOf } from './arguments.ts';
import { nameFor } from './dataset.ts';
import { UsageError } from './error-words.ts';
import { layered, specOfRecord } from './overlay.ts';
import { specOf, trainerOf } from './run/start.ts';

const none = { set: [], tag: [] };

const schema = {
  type: 'object',
  properties: {
    epochs: { type: 'integer' },
    label: { type: 'string' },
    layers: { type: 'array', items: { type: 'integer' } },
    split: { type: 'object', properties: { by: { type: 'string' } } },
  },
};

describe('--set', () => {
  it('types each value as the trainer declares it, and keeps unknown ones for the check to name', () => {
    expect(
      settingsOf(['epochs=20', 'label=7', 'layers=16,32', 'split.by=bearing_id', 'epoch=3', 'label=a=b'], schema),
    ).toEqual({
      epochs: 20,
      layers: [16, 32],
      'split.by': 'bearing_id',
      epoch: 3,
      label: 'a=b',
    });
  });

  it('says what it expected where there is no equals sign', () => {
    expect(() => settingsOf(['epochs'], schema)).toThrow('--set takes key=value, but got "epochs".');
  });
});

describe('layers of settings', () => {
  it('nest dotted keys, and the later one wins', () => {
    expect(layered({ split: { by: 'unit', train: 70 }, epochs: 1 }, { 'split.by': 'window', epochs: 2 })).toEqual({
      split: { by: 'window', train: 70 },
      epochs: 2,
    });
  });

  it('do not change what they are made from', () => {
    const file = { split: { by: 'unit' } };
    layered(file, { 'split.by': 'window' });
    expect(file).toEqual({ split: { by: 'unit' } });
  });
});

describe('other options', () => {
  it('take times with a unit', () => {
    expect(['90', '90s', '15min', '15m', '2h', '1.5d'].map(duration)).toEqual([90, 90, 900, 900, 7200, 129_600]);
    expect(() => duration('soon')).toThrow('A time was expected');
    expect(() => duration('0')).toThrow('A time was expected');
  });

  it('take tags with an equals sign in the value', () => {
    expect(tagsOf(['team=a=b', 'x='])).toEqual({ team: 'a=b', x: '' });
  });

  it('make the name of a data set from its folder', () => {
    expect(nameFor('/data/CWRU bearing (12k).zip')).toBe('cwru-bearing-12k');
    expect(nameFor('/data/Sentiment.jsonl')).toBe('sentiment');
    expect(() => nameFor('/data/___')).toThrow(UsageError);
  });
});

describe('a launch', () => {
  const record = {
    v: 1 as const,
    trainer: { id: 'signal-cnn', code_digest: 'c', git_commit: null, environment: 'torch', lock_digest: 'l' },
    preset: 'quick',
    config: { epochs: 3, split: { by: 'unit' } },
    origin: {},
    dataset: { name: 'cwru', version: 2, digest: 'd' },
    split: null,
    seed: 7,
    resources: { threads: 1, gpus: 0 },
    time_limit_s: 60,
  };

  it('from a record takes over data version, seed and threads, and what is typed lies above it', () => {
    const spec = specOf('signal-cnn', specOfRecord(record), { ...none, seed: 8 }, { epochs: 9 });
    expect(spec).toEqual({
      trainer: 'signal-cnn',
      preset: 'quick',
      dataset: 'cwru@2',
      config: { epochs: 9, split: { by: 'unit' } },
      seed: 8,
      threads: 1,
      gpus: 0,
      time_limit_s: 60,
      priority: 'normal',
    });
  });

  it('needs a trainer, and only one', () => {
    expect(() => trainerOf(undefined, {})).toThrow('Which trainer?');
    expect(() => trainerOf('script', specOfRecord(record))).toThrow(
      'The file is for trainer signal-cnn, but script was named.',
    );
  });
});
