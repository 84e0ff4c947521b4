import { manifest, preset } from '@trainyard/contracts';
import { expect, it } from 'vitest';
import { inkFor } from './ink.ts';
import { trainerCard } from './trainer-card.ts';

it('a trainer is shown with range, unit, default and meaning of every parameter, its rules, presets and times', () => {
  const parameters = {
    type: 'object',
    properties: {
      epochs: {
        type: 'integer',
        minimum: 1,
        maximum: 500,
        default: 100,
        'x-ui': { group: 'training', tooltip: 'Passes over the data.' },
      },
      batch_size: { enum: [16, 32], default: 32, 'x-ui': { group: 'training', unit: 'windows' } },
      dropout: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.1, 'x-ui': { group: 'architecture' } },
      layers: { type: 'array', items: { type: 'integer', minimum: 8 }, maxItems: 5, 'x-ui': { group: 'architecture' } },
      split: {
        type: 'object',
        'x-ui': { group: 'data' },
        properties: { by: { type: 'string', default: 'unit' }, shuffle: { type: 'boolean' } },
      },
    },
  };
  const item = {
    manifest: manifest.parse({
      id: 'tiny-net',
      title: 'Tiny net',
      purpose: 'Learns a little.',
      family: 'vibration',
      environment: 'torch',
      entry: ['python', 'train.py'],
      needs: { dataset: { kinds: ['signals'] } },
      parameters,
      rules: [{ rule: 'self.epochs > 1', message: 'Epochs must be more than one' }],
      capabilities: { pause: true, exact_resume: 'exact', continue: ['epochs'] },
      produces: ['model'],
      typical: { quality: 'about 80 % on the demo data', time_s: { quick: 62 } },
    }),
    presets: [
      preset.parse({ id: 'quick', title: 'Quick test', purpose: 'Ten epochs.', recommended: true, config: {} }),
      preset.parse({ id: 'mine', title: 'Mine', purpose: 'Saved settings.', config: {} }),
    ],
    schema: parameters,
    defaults: { epochs: 100, batch_size: 32, dropout: 0.1, layers: [64], split: { by: 'unit', shuffle: true } },
    source: 'built-in' as const,
    own_presets: ['mine'],
    learned: null,
    environment: { id: 'torch', installed: false, size_bytes: 5_500_000_000 },
    problems: [],
  };
  expect(trainerCard(item, { ink: inkFor(false), columns: 100 })).toMatchInlineSnapshot(`
    "Tiny net  tiny-net
    Learns a little.

    family               vibration
    data                 signals, with labels
    environment          torch (5.5 GB), not installed yet: installed at its first run, or by: trainyard trainer install tiny-net
    pause                yes
    resume               exact
    continue may change  epochs
    gives                model
    typical quality      about 80 % on the demo data
    threads, time limit  1, 2 h

    data
      split.by  string · default unit
      split.shuffle  true | false · default true

    architecture
      dropout  number, 0 to < 1 · default 0.1
      layers  list of integer, ≥ 8 (≤ 5 items) · default [64]

    training
      epochs  integer, 1 to 500 · default 100
          Passes over the data.
      batch_size  16 | 32 · windows · default 32

    rules
      Epochs must be more than one

    preset  title                     time             purpose
    quick   Quick test (recommended)  about 1 min 2 s  Ten epochs.
    mine    Mine (saved here)                          Saved settings."
  `);
});
