import type { FrozenRun } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { inkFor } from '../../terminal/ink.ts';
import { sampleRun } from '../../terminal/sample-run.ts';
import { comparisonText } from './compare.ts';
import { verdictText } from './repeat.ts';

const look = { ink: inkFor(false), columns: 100 };

function record(config: Record<string, unknown>, splitDigest: string): FrozenRun {
  return {
    v: 1,
    trainer: { id: 'signal-cnn', code_digest: 'c0de', git_commit: null, environment: 'torch', lock_digest: '10c4' },
    preset: 'quick',
    config,
    origin: {},
    dataset: { name: 'cwru', version: 2, digest: 'd' },
    split: { digest: splitDigest, by: 'unit', note: null, companion_digest: null, sizes: {}, not_scored: [] },
    seed: 0,
    resources: { threads: 1, gpus: 0 },
    time_limit_s: 60,
  };
}

describe('a comparison', () => {
  it('shows only what differs, metrics side by side, and warns where the splits are not the same', () => {
    const a = {
      run: sampleRun({ status: 'completed' }),
      record: record({ epochs: 5, split: { by: 'unit' }, layers: [1, 2] }, 'aaa'),
    };
    const b = {
      run: sampleRun({ number: 48, status: 'completed', metrics: { 'validation/loss': 0.07, 'test/accuracy': 0.9 } }),
      record: record({ epochs: 8, split: { by: 'window' }, layers: [1, 2], note: '' }, 'bbb'),
    };
    expect(comparisonText([a, b], look)).toMatchInlineSnapshot(`
      "run 47  brave bearing  completed
      run 48  brave bearing  completed

      differs in      run 47  run 48
      split (digest)  aaa     bbb
      epochs          5       8
      split.by        unit    window
      note            absent  ""

      metric               run 47  run 48  difference
      test/accuracy                   0.9
      validation/accuracy   0.981
      validation/loss      0.0823    0.07     -0.0123

      The runs were scored on different splits: their scores are not about the same samples."
    `);
  });

  it('says so where nothing differs', () => {
    const one = { run: sampleRun({ metrics: {} }), record: record({ epochs: 5 }, 'aaa') };
    expect(comparisonText([one, one], look)).toContain('Configuration, data, code and seed are the same.');
  });
});

describe('the verdict on a repeat', () => {
  const digest = (letter: string) => letter.repeat(64);
  const result = {
    run: sampleRun().id,
    original: sampleRun().id,
    verdict: 'different' as const,
    compared: [
      { key: 'test/accuracy', original: 0.98, repeat: 0.98, equal: true },
      { key: 'test/loss', original: 0.12345678901, repeat: 0.12345678902, equal: false },
    ],
    files: [{ path: 'model.json', original: digest('a'), repeat: digest('b'), equal: false }],
    warnings: ['The repeat ran on another processor.'],
  };

  it('shows every digit of numbers that differ, and the circumstances', () => {
    expect(verdictText(result, sampleRun({ number: 48 }), look)).toMatchInlineSnapshot(`
      "number              original         repeat
      test/accuracy           0.98           0.98  same
      test/loss      0.12345678901  0.12345678902  differs

      file        original      repeat
      model.json  aaaaaaaaaaaa  bbbbbbbbbbbb  differs

      The repeat ran on another processor.

      Different: 1 of 2 numbers do not match."
    `);
  });

  it('counts what was compared where all is the same', () => {
    const same = {
      ...result,
      verdict: 'identical' as const,
      compared: result.compared.slice(0, 1),
      files: [],
      warnings: [],
    };
    expect(verdictText(same, sampleRun(), look)).toContain('Identical: 1 number of the repeat match the original.');
  });
});
