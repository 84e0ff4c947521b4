import type { Section, SectionOf } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { type CurvePair, type InsightInput, recommend } from './index.ts';

const nothing: InsightInput = { sections: [], curves: [], config: {}, continuable: [], split: null, units: null };
const told = (changes: Partial<InsightInput>) => recommend({ ...nothing, ...changes });
const ids = (changes: Partial<InsightInput>) => told(changes).map((one) => one.id);

const line = (values: number[]) => ({ steps: values.map((_, i) => i + 1), values });
const pair = (metric: string, train: number[] | null, validation: number[]): CurvePair => ({
  metric,
  better: metric === 'loss' ? 'lower' : 'higher',
  train: train === null ? null : line(train),
  validation: line(validation),
});

type Row = SectionOf<'metric-table'>['data']['rows'][number];
const row = (name: string, value: number, changes: Partial<Row> = {}): Row => ({
  name,
  label: name === 'accuracy' ? 'Accuracy' : name,
  value,
  low: null,
  high: null,
  unit: '',
  better: 'higher',
  note: null,
  ...changes,
});
const scores = (...rows: Row[]): Section => ({ type: 'metric-table', title: 'Scores', notes: [], data: { rows } });

type ClassRow = SectionOf<'per-class-table'>['data']['rows'][number];
const classRow = (label: string, recall: number, support: number, changes: Partial<ClassRow> = {}): ClassRow => {
  const figure = { value: recall, low: recall - 0.1, high: recall + 0.1 };
  return {
    label,
    precision: figure,
    recall: figure,
    f1: figure,
    support,
    weak: recall < 0.8,
    scored: true,
    ...changes,
  };
};
const classes = (...rows: ClassRow[]): Section => ({
  type: 'per-class-table',
  title: 'Classes',
  notes: [],
  data: { rows, confidence: 0.95 },
});

describe('recommendations', () => {
  it('are none where nothing is known or all is well', () => {
    expect(told({})).toEqual([]);
    expect(
      ids({
        sections: [
          scores(row('accuracy', 0.95, { low: 0.93, high: 0.97 }), row('accuracy_baseline', 0.3)),
          classes(classRow('a', 0.95, 50), classRow('b', 0.94, 60)),
        ],
        curves: [pair('accuracy', [0.5, 0.8, 0.96, 0.97, 0.97], [0.5, 0.8, 0.95, 0.95, 0.95])],
        config: { epochs: 5 },
      }),
    ).toEqual([]);
  });

  it('tell overfitting with both sides in numbers', () => {
    const [gap] = told({ curves: [pair('accuracy', [1], [0.647])] });
    expect(gap).toMatchObject({ id: 'overfitting', action: { kind: 'clone', config: {} } });
    expect(gap?.evidence).toBe(
      'At the end accuracy is 100 % on the training part and 64.7 % on validation, 35.3 points lower.',
    );
    const [rise] = told({
      curves: [pair('loss', [1, 0.6, 0.4, 0.2, 0.1, 0.05], [1, 0.7, 0.6, 0.65, 0.7, 0.8])],
      config: { epochs: 6 },
    });
    expect(rise?.evidence).toBe(
      'Validation loss was lowest at step 3 (0.6) and rose to 0.8, while training loss fell from 0.4 to 0.05.',
    );
    expect(rise?.action).toEqual({ kind: 'clone', label: 'Try 3 epochs', config: { epochs: 3 } });
    // One worse epoch at the very end is no trend.
    expect(told({ curves: [pair('loss', [1, 0.8, 0.7, 0.6, 0.5], [1, 0.9, 0.8, 0.7, 0.9])] })).toEqual([]);
  });

  it('go on where validation was still getting better, from the checkpoint where that may be changed', () => {
    const curves = [pair('loss', null, [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2])];
    const config = { epochs: 10 };
    expect(told({ curves, config, continuable: ['epochs'] })[0]?.action).toEqual({
      kind: 'continue',
      label: 'Go on to 15 epochs',
      config: { epochs: 15 },
    });
    expect(told({ curves, config })[0]).toMatchObject({ id: 'still-improving', action: { kind: 'clone' } });
    expect(ids({ curves })).toEqual([]);
  });

  it('save time where the best came early', () => {
    const flat = [0.5, 0.7, 0.9, 0.9, 0.89, 0.9, 0.9, 0.9, 0.89, 0.9, 0.9, 0.9];
    const [one] = told({ curves: [pair('accuracy', null, flat)], config: { epochs: 12 } });
    expect(one).toMatchObject({ id: 'early-plateau', action: { config: { epochs: 4 } } });
    expect(one?.evidence).toContain('reached 90 % at 3 and gained nothing worth naming in the 9 points after it');
  });

  it('name weak classes with their interval and what they are taken for', () => {
    const matrix: Section = {
      type: 'confusion-matrix',
      title: 'Confusion matrix',
      notes: [],
      data: {
        labels: ['a', 'b', 'c'],
        counts: [
          [41, 3, 56],
          [0, 50, 0],
          [2, 0, 48],
        ],
        accuracy: { value: 0.7, low: null, high: null },
      },
    };
    const [one] = told({
      sections: [classes(classRow('a', 0.41, 100), classRow('b', 1, 50), classRow('c', 0.96, 50)), matrix],
    });
    expect(one?.title).toBe('The class "a" is weak');
    expect(one?.evidence).toContain('"a": recall 41 % (31 % to 51 %) of 100, 56 of 100 are taken for "c"');
  });

  it('tell unequal and unscored classes', () => {
    const sections = [
      classes(classRow('a', 0.9, 100), classRow('b', 0.9, 10), classRow('c', 0.9, 0, { scored: false })),
    ];
    expect(ids({ sections, split: { note: null, not_scored: ['c'], sizes: {} } })).toEqual([
      'unscored-classes',
      'class-imbalance',
    ]);
  });

  it('hold the score against its baseline', () => {
    const within = scores(row('accuracy', 0.5, { low: 0.42, high: 0.55 }), row('accuracy_baseline', 0.45));
    expect(told({ sections: [within] })[0]).toMatchObject({
      id: 'baseline',
      title: 'It cannot be told from the baseline',
    });
    const worse = scores(row('rmse', 3, { better: 'lower' }), row('rmse_baseline', 2, { better: 'lower' }));
    expect(told({ sections: [worse] })[0]?.title).toBe('It is no better than the baseline');
  });

  it('tell a score that is known only roughly, by unit where that is told', () => {
    const sections = [
      scores(row('accuracy', 0.8, { low: 0.77, high: 0.83 }), row('accuracy_by_unit', 0.8, { low: 0.6, high: 0.95 })),
    ];
    const [one] = told({ sections, split: { note: null, not_scored: [], sizes: { test: 660 } } });
    expect(one?.id).toBe('wide-interval');
    expect(one?.evidence).toContain('anything from 60 % to 95 % fits the test part. The test part holds 660 samples;');
  });

  it('tell a test on very few units, and offer others', () => {
    const sections = [scores(row('accuracy', 0.8))];
    const [one] = told({ sections, units: { column: 'rig', test: 2, seed: 4 } });
    expect(one).toMatchObject({ id: 'few-units', action: { kind: 'clone', config: { split: { seed: 5 } } } });
    expect(one?.evidence).toContain('The test part holds 2 units (column "rig")');
    expect(ids({ sections, units: { column: 'rig', test: 5, seed: 4 } })).toEqual([]);
    expect(ids({ units: { column: 'rig', test: 2, seed: 4 } })).toEqual([]);
  });

  it('tell scores that are no probabilities', () => {
    const section: Section = {
      type: 'calibration',
      title: 'Calibration',
      notes: [],
      data: { predicted: [0.9], observed: [0.6], counts: [50], ece: 0.3 },
    };
    expect(told({ sections: [section] })[0]).toMatchObject({ id: 'calibration', title: 'Its scores promise too much' });
  });

  it('offer an honest repeat of a flattering split, and name the honest score where it is known', () => {
    const note = 'upper bound: same unit on both sides';
    const sections = [scores(row('accuracy', 0.99, { note }), row('accuracy_new_units', 0.61))];
    const [one] = told({ sections, split: { note, not_scored: [], sizes: {} } });
    expect(one).toMatchObject({ id: 'upper-bound', action: { kind: 'clone', config: { split: { by: 'unit' } } } });
    expect(one?.evidence).toBe(`Split: ${note}. Accuracy is 99 %; on units that it has never seen it is 61 %.`);
  });
});
