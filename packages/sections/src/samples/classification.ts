import type { Section } from '@trainyard/contracts';
import { chance, faults, interval, normal, range } from './numbers.ts';

const next = chance(7);

function countsOf(size: number, each: number, right: number): number[][] {
  return range(size).map((r) =>
    range(size).map((c) => {
      if (r === c) return Math.round(each * (right + 0.08 * (next() - 0.5)));
      const near = Math.abs(r - c) === 1 ? 3 : 1;
      return next() < 0.45 ? 0 : Math.floor(next() * near * 5);
    }),
  );
}

const counts = countsOf(faults.length, 220, 0.88);
const rowTotal = (r: number): number => (counts[r] ?? []).reduce((a, b) => a + b, 0);
const columnTotal = (c: number): number => counts.reduce((a, row) => a + (row[c] ?? 0), 0);
const whole = range(faults.length).reduce((a, r) => a + rowTotal(r), 0);
const right = range(faults.length).reduce((a, r) => a + (counts[r]?.[r] ?? 0), 0);

export const confusion: Section = {
  type: 'confusion-matrix',
  title: 'Confusion matrix',
  notes: ['Rows are the truth.', 'Split by bearing: no bearing is on both sides.'],
  data: { labels: faults, counts, accuracy: interval(right / whole, 0.014) },
};

export const perClass: Section = {
  type: 'per-class-table',
  title: 'Scores by class',
  notes: [
    '95 % intervals: proportions by Wilson; other figures by 2,000 bootstrap draws, seed 0; whole units (24 of them) were drawn.',
  ],
  data: {
    confidence: 0.95,
    rows: faults.map((label, i) => {
      const hit = counts[i]?.[i] ?? 0;
      const precision = hit / columnTotal(i);
      const recall = hit / rowTotal(i);
      const f1 = (2 * precision * recall) / (precision + recall);
      return {
        label,
        precision: interval(precision, 0.04),
        recall: interval(recall, 0.045),
        f1: interval(f1, 0.035),
        support: rowTotal(i),
        weak: i === 4,
        scored: i !== 7,
      };
    }),
  },
};

export const metrics: Section = {
  type: 'metric-table',
  title: 'Scores on the test part',
  notes: ['95 % intervals: proportions by Wilson; other figures by 2,000 bootstrap draws, seed 0.'],
  data: {
    rows: [
      {
        name: 'accuracy',
        label: 'Accuracy',
        ...interval(0.9381, 0.013),
        unit: '',
        better: 'higher',
        note: 'upper bound: same unit on both sides',
      },
      {
        name: 'accuracy_new_units',
        label: 'Accuracy, new units (split by bearing)',
        ...interval(0.871, 0.051),
        unit: '',
        better: 'higher',
        note: null,
      },
      {
        name: 'macro_f1',
        label: 'Macro F1',
        ...interval(0.9294, 0.016),
        unit: '',
        better: 'higher',
        note: 'upper bound: same unit on both sides',
      },
      {
        name: 'accuracy_baseline',
        label: 'Baseline: always Normal',
        ...interval(0.146, 0.016),
        unit: '',
        better: 'higher',
        note: null,
      },
      {
        name: 'log_loss',
        label: 'Log loss',
        value: 0.2948,
        low: 0.271,
        high: 0.322,
        unit: '',
        better: 'lower',
        note: null,
      },
      {
        name: 'throughput',
        label: 'Throughput',
        value: 812.4,
        low: null,
        high: null,
        unit: 'samples/s',
        better: 'none',
        note: null,
      },
    ],
  },
};

function ranked(strength: number): { fpr: number[]; tpr: number[] } {
  const fpr = range(60).map((i) => (i / 59) ** 2);
  return { fpr, tpr: fpr.map((x) => Math.min(1, x ** (1 / strength))) };
}

export const rocCurves: Section = {
  type: 'roc',
  title: 'ROC, one class against the rest',
  notes: [],
  data: {
    curves: faults.map((label, i) => {
      const strength = 14 - 1.5 * i;
      return { label, ...ranked(strength), auc: interval(strength / (strength + 1), 0.012) };
    }),
  },
};

export const precisionRecallCurves: Section = {
  type: 'precision-recall',
  title: 'Precision and recall',
  notes: [],
  data: {
    curves: faults.slice(0, 5).map((label, i) => {
      const recall = range(60).map((k) => k / 59);
      const precision = recall.map((r) => 1 - (0.06 + 0.05 * i) * r ** 2 - 0.5 * r ** (16 - 2 * i));
      return { label, recall, precision, average_precision: interval(0.96 - 0.03 * i, 0.02) };
    }),
  },
};

export const calibrationCurve: Section = {
  type: 'calibration',
  title: 'Calibration',
  notes: ['The score of the chosen class against how often it was right.'],
  data: {
    predicted: [0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95],
    observed: [0.3, 0.31, 0.41, 0.47, 0.56, 0.66, 0.79, 0.96],
    counts: [12, 31, 58, 77, 120, 190, 340, 950],
    ece: 0.0412,
  },
};

export const failures: Section = {
  type: 'failure-cases',
  title: 'Failure cases',
  notes: ['107 of 1,778 test samples are wrong; shown are the 12 surest mistakes.'],
  data: {
    cases: range(12).map((i) => {
      const truth = faults[i % 4] ?? 'Normal';
      const prediction = faults[(i + 1) % 5] ?? 'Ball';
      const sure = 0.97 - 0.03 * i;
      return {
        sample_id: `bearing-${100 + i}-de#${i * 3}`,
        truth,
        prediction,
        confidence: sure,
        error_type: `${truth} taken for ${prediction}`,
        scores: { [prediction]: sure, [truth]: (1 - sure) * 0.7, Cage: (1 - sure) * 0.2, Looseness: (1 - sure) * 0.1 },
        explanation: `kurtosis is ${(3 + i / 4).toFixed(2)}, typical are 6.1 for ${truth} and 3.2 for ${prediction}.`,
        ...(i < 8
          ? {
              signal: {
                file: `signals/bearing-${100 + i}.npy`,
                rate_hz: 12000,
                unit: 'g',
                channels: ['drive end', 'fan end'],
              },
            }
          : {}),
        ...(i < 4
          ? {
              marks: [
                { x: 29.2, label: '1X' },
                { x: 104.6, label: 'BPFO' },
                { x: 158, label: 'BPFI' },
              ],
              picture: {
                method: 'Grad-CAM of the last stage',
                values: range(100).map((at) => Math.exp(-(((at - 20 - 15 * i) / 12) ** 2))),
              },
              nearest: {
                sample_id: `bearing-${40 + i}-de#2`,
                label: prediction,
                signal: {
                  file: `signals/bearing-${40 + i}.npy`,
                  rate_hz: 12000,
                  unit: 'g',
                  channels: ['drive end', 'fan end'],
                },
              },
            }
          : {}),
      };
    }),
  },
};

const history = range(60);
const curve = (from: number, to: number, fast: number, noise: number): number[] =>
  history.map((i) => to + (from - to) * Math.exp(-i / fast) + noise * normal(next));

export const learning: Section = {
  type: 'curves',
  title: 'Training history',
  notes: [],
  data: {
    x: { label: 'epoch', unit: '', log: false },
    y: { label: 'value', unit: '', log: false },
    lines: [
      { name: 'train loss', x: history.map((i) => i + 1), y: curve(2.3, 0.12, 12, 0.01), dashed: false },
      { name: 'validation loss', x: history.map((i) => i + 1), y: curve(2.35, 0.29, 12, 0.025), dashed: false },
      { name: 'train accuracy', x: history.map((i) => i + 1), y: curve(0.1, 0.95, 14, 0.004), dashed: false },
      { name: 'validation accuracy', x: history.map((i) => i + 1), y: curve(0.1, 0.9, 14, 0.01), dashed: false },
    ],
  },
};

export const manyClasses: Section = {
  type: 'confusion-matrix',
  title: 'A hundred classes',
  notes: [],
  data: {
    labels: range(100).map((i) => `machine part number ${i + 1}`),
    counts: countsOf(100, 60, 0.9),
    accuracy: interval(0.72, 0.01),
  },
};
