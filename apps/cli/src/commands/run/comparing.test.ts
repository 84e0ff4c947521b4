import type { Comparison } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { inkFor } from '../../terminal/ink.ts';
import { sampleRun } from '../../terminal/sample-run.ts';
import { comparisonText } from './compare.ts';
import { verdictText } from './repeat.ts';

const look = { ink: inkFor(false), columns: 100 };

const comparison: Comparison = {
  runs: [sampleRun({ status: 'completed' }), sampleRun({ number: 48, status: 'completed', badge: 'SIMULATED' })],
  parameters: [
    { key: 'trainer', values: ['signal-cnn', 'signal-cnn'], differs: false },
    { key: 'seed', values: ['0', '1'], differs: true },
    { key: 'config.epochs', values: ['5', '8'], differs: true },
    { key: 'config.note', values: [null, '""'], differs: true },
  ],
  metrics: [
    {
      key: 'accuracy',
      label: 'Accuracy',
      better: 'higher',
      values: [0.77, 0.812],
      low: [0.7, 0.75],
      high: [0.83, 0.86],
      winner: 1,
    },
    {
      key: 'validation/loss',
      label: 'validation/loss',
      better: 'lower',
      values: [0.0823, null],
      low: [null, null],
      high: [null, null],
      winner: null,
    },
  ],
  significance: {
    metric: 'accuracy',
    pairs: [],
    not_comparable: [{ a: 0, b: 1, reason: 'other test set' }],
    verdict: 'No two of these runs can be tested against each other.',
  },
  warnings: ['The runs were scored on different splits: their scores are not about the same samples.'],
};

describe('a comparison', () => {
  it('shows only what differs, figures side by side with the best, and what can be concluded', () => {
    expect(comparisonText(comparison, look)).toMatchInlineSnapshot(`
      "run 47  brave bearing  completed
      run 48  brave bearing  completed

      differs in  run 47  run 48
      seed        0       1
      epochs      5       8
      note        absent  ""

      metric                           run 47                  run 48  difference  best
      Accuracy         0.770 (0.700 to 0.830)  0.812 (0.750 to 0.860)      +0.042  run 48
      validation/loss                  0.0823

      No two of these runs can be tested against each other.

      run 47 and run 48 cannot be tested against each other: other test set

      The runs were scored on different splits: their scores are not about the same samples.

      run 48: [SIMULATED] The data are simulated, and so are these scores."
    `);
  });

  it('says so where nothing differs', () => {
    const same = { ...comparison, parameters: comparison.parameters.slice(0, 1) };
    expect(comparisonText(same, look)).toContain('Configuration, data, code and seed are the same.');
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
