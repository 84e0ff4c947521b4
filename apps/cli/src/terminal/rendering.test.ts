import { describe, expect, it } from 'vitest';
import { failureText } from './failure.ts';
import { inkFor } from './ink.ts';
import { problemText } from './problem.ts';
import { confusionMatrix } from './result/confusion-matrix.ts';
import { sectionsText } from './result/sections.ts';
import { runCard } from './run-card.ts';
import { runList } from './run-list.ts';
import { sampleRun, sampleSections } from './sample-run.ts';
import { tableText, textWidth } from './table.ts';
import { bytesText, durationText, numberText } from './words.ts';

const look = { ink: inkFor(false), columns: 100 };
const now = Date.parse('2026-01-02T03:05:00Z');

describe('words', () => {
  it('writes numbers with four digits, counts whole, and names what JSON lacks', () => {
    expect([0.08234567, 1234567, 3e-7, 12345.6, 'NaN' as const, '-Infinity' as const, 0].map(numberText)).toEqual([
      '0.08235',
      '1,234,567',
      '3.00e-7',
      '12,346',
      'NaN',
      '-∞',
      '0',
    ]);
  });

  it('writes durations in the two largest units', () => {
    expect([0, 0.4, 59.6, 200, 7500, 273_600].map(durationText)).toEqual([
      '0 s',
      '0.4 s',
      '1 min',
      '3 min 20 s',
      '2 h 5 min',
      '3 d 4 h',
    ]);
  });

  it('writes sizes in decimal units', () => {
    expect([12, 1500, 93_400_000].map(bytesText)).toEqual(['12 B', '1.5 KB', '93 MB']);
  });
});

describe('tables', () => {
  it('wrap the widest column that may wrap when they are too wide, and never print beyond the width', () => {
    const text = tableText(
      [
        { title: 'n', right: true },
        { title: 'words', wrap: true },
      ],
      [['1', 'a sentence that is much too long for such a narrow terminal']],
      { ink: inkFor(false), columns: 30 },
    );
    expect(Math.max(...text.split('\n').map(textWidth))).toBeLessThanOrEqual(30);
    expect(text.split('\n').length).toBeGreaterThan(2);
  });
});

describe('results', () => {
  it('print a verdict with both sides and the command that uses what came of it', () => {
    const text = sectionsText(
      [
        {
          type: 'verdict',
          title: 'Verdict',
          notes: [],
          data: {
            outcome: 'better',
            sentence: 'Improved: 0.500 → 1.000.',
            before: 'v1',
            after: 'v4',
            rows: [
              {
                label: 'Score on test',
                before: 0.5,
                after: 1,
                difference: { value: 0.5, low: 0.37, high: 0.63 },
                unit: '',
                better: 'higher',
              },
            ],
            facts: [{ label: 'Cost', value: '0.02 USD' }],
            prompt: { name: 'classify', version: 4 },
          },
        },
      ],
      look,
      'trainyard run show 3',
    );
    expect(text).toContain('Improved: 0.500 → 1.000.');
    expect(text).toMatch(/Score on test +0\.5 +1 +0\.5/);
    expect(text).toMatch(/Cost +0\.02 USD/);
    expect(text).toContain('Use it: trainyard prompt use classify@4');
  });

  it('print headline scores with intervals and both figures of a flattering split, classes, and the matrix', () => {
    expect(sectionsText(sampleSections, look)).toMatchInlineSnapshot(`
      "Scores on the test set
      metric                    value  interval        note
      Accuracy, by window       0.991  0.982 to 0.996  upper bound: same unit on both sides
      Accuracy, by bearing      0.874  0.840 to 0.903
      Baseline: majority class  0.250
      Upper bound: same unit on both sides.

      By class
      class    precision               recall                  F1                      support
      ball     0.950 (0.900 to 0.980)  0.900 (0.840 to 0.940)  0.924 (0.880 to 0.950)      120
      inner    0.600 (0.500 to 0.690)  0.550 (0.450 to 0.640)  0.574 (0.490 to 0.650)      100  weak
      race
      healthy                                                                                0  not scored
      Intervals at 95 %; 1 weak class

      Confusion matrix
                       a    b
      a  ball        108   12
                     90%  10%
      b  inner race   45   55
                     45%  55%
      rows: truth, columns: prediction; count and share of the row; accuracy 0.741 (0.679 to 0.794)

      Charts, as data with --details --json: Learning curves"
    `);
  });

  it('name the columns of a matrix by letters where class names are long', () => {
    const text = confusionMatrix(
      {
        type: 'confusion-matrix',
        title: 'x',
        notes: [],
        data: {
          labels: ['misalignment + imbalance', 'oil whirl'],
          counts: [
            [3, 0],
            [1, 9],
          ],
          accuracy: { value: 0.92, low: 0.8, high: 0.97 },
        },
      },
      look,
    );
    expect(text).toMatchInlineSnapshot(`
      "                                a    b
      a  misalignment + imbalance     3    ·
                                   100%
      b  oil whirl                    1    9
                                    10%  90%
      rows: truth, columns: prediction; count and share of the row; accuracy 0.920 (0.800 to 0.970)"
    `);
  });

  it('list the commonest confusions where the matrix does not fit', () => {
    const labels = Array.from({ length: 40 }, (_, i) => `class ${i}`);
    const counts = labels.map((_, i) => labels.map((_, j) => (i === j ? 5 : i === 3 && j === 4 ? 2 : 0)));
    const data = { labels, counts, accuracy: { value: 0.99, low: 0.95, high: 1 } };
    const text = confusionMatrix({ type: 'confusion-matrix', title: 'x', notes: [], data }, look);
    expect(
      text
        .split('\n')
        .slice(0, 2)
        .map((line) => line.split(/\s{2,}/)),
    ).toEqual([
      ['truth', 'taken for', 'count', 'share'],
      ['class 3', 'class 4', '2', '29%'],
    ]);
  });
});

describe('a run', () => {
  it('is shown with what people ask first', () => {
    const run = sampleRun({
      badge: 'SIMULATED',
      split: { by: 'window', note: 'upper bound: same unit on both sides' },
    });
    expect(runCard(run, now, look)).toMatchInlineSnapshot(`
      "Run 47  brave bearing
      [SIMULATED] The data are simulated, and so are these scores.
      Split by window: upper bound: same unit on both sides
      status      running
      trainer     signal-cnn, preset quick
      data set    cwru@2  abcdef012345
      split       by window
      progress    62 %  epoch 62/100  training  ETA 39 s
      time        1 min 3 s running, started 5 min ago
      worker      worker-1 on lab
      record      seed 0, threads 1
      experiment  1  default
      id          0195f3a0-0000-7000-8000-000000000047"
    `);
  });

  it('is one line of the list', () => {
    expect(
      runList([sampleRun(), sampleRun({ number: 48, status: 'queued', metrics: {}, running_s: 0 })], now, look),
    ).toMatchInlineSnapshot(`
      "run  name           trainer           data set  status        metric                 time  made
       47  brave bearing  signal-cnn quick  cwru@2    running 62 %  accuracy 0.981    1 min 3 s  5 min ago
                                                                    (validation)
       48  brave bearing  signal-cnn quick  cwru@2    queued                                     5 min ago"
    `);
  });

  it('says beside its status why it ended there', () => {
    const reason = {
      code: 'done' as const,
      message: 'Keep the seed.',
      hint: null,
      detail: {},
      short: 'budget-reached',
    };
    const ended = sampleRun({ status: 'completed', reason });
    expect(runList([ended], now, look)).toContain('completed · budget reached');
    expect(runCard(ended, now, look)).toMatch(/status +completed · budget reached\n/);
  });

  it('that failed says what, where, why, what to do, and what the log said last', () => {
    const run = sampleRun({
      status: 'failed',
      reason: {
        code: 'out-of-memory',
        message: 'The trainer ran out of memory.',
        hint: 'Lower batch_size (256).',
        detail: { phase: 'training', epoch: 3, trace: 'a\nb' },
      },
    });
    const line = { n: 9, at: '', attempt: 1, level: 'error' as const, source: 'stderr' as const, text: 'MemoryError' };
    expect(failureText(run, [line], look)).toMatchInlineSnapshot(`
      "Run 47 failed: The trainer ran out of memory.
      where  phase training, epoch 3
      why    out-of-memory
      hint   Lower batch_size (256).
      last lines of its log:
        MemoryError"
    `);
  });
});

describe('an error', () => {
  it('lists every problem of a configuration, aligned, and what to do', () => {
    const text = problemText(
      {
        message: 'The configuration has 2 problems:',
        hint: 'See: trainyard trainer show signal-cnn',
        issues: [
          { path: 'split', message: 'Train + validation + test must sum to 100 % (got 95)' },
          { path: 'batch_size', message: 'Batch size must be at most the training set size (990)' },
        ],
      },
      inkFor(false),
    );
    expect(text).toMatchInlineSnapshot(`
      "The configuration has 2 problems:
        split       Train + validation + test must sum to 100 % (got 95)
        batch_size  Batch size must be at most the training set size (990)
      See: trainyard trainer show signal-cnn"
    `);
  });

  it('is colored where the terminal has color', () => {
    expect(problemText({ message: 'No.', hint: null, issues: [] }, inkFor(true))).toBe('\u001b[31mNo.\u001b[39m');
  });
});
