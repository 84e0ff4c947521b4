import type { Section } from '@trainyard/contracts';
import { chance, faults, normal, range } from './numbers.ts';

const next = chance(11);

export const about: Section = {
  type: 'summary',
  title: 'Summary',
  notes: ['SIMULATED data: these scores say nothing of a real machine.'],
  data: {
    rows: [
      { label: 'Model', value: '1-D network, 4 convolutions, 212,488 weights' },
      { label: 'Data set', value: 'bearing-cwru, version 2' },
      { label: 'Split', value: 'by bearing' },
      { label: 'Windows', value: '8,214 of 0.5 s at 12000 Hz: 5,736 train, 700 validation, 1,778 test' },
      { label: 'Seconds', value: '118.4' },
    ],
  },
};

export const importance: Section = {
  type: 'feature-importance',
  title: 'Feature importance',
  notes: ['Loss of accuracy on the validation part when the feature is shuffled, mean of 10 shuffles.'],
  data: {
    method: 'permutation',
    features: [
      'kurtosis',
      'rms',
      'band 2–4 kHz',
      'crest factor',
      'spectral centroid',
      'peak at 1x',
      'skewness',
      'zero crossings',
    ].map((name, i) => {
      const value = 0.142 * 0.62 ** i - (i === 7 ? 0.006 : 0);
      return { name, value, low: value - 0.012, high: value + 0.013 };
    }),
  },
};

export const oneTree: Section = {
  type: 'tree',
  title: 'One tree',
  notes: ['The first of 300 trees, cut at depth 3.'],
  data: {
    classes: faults.slice(0, 4),
    nodes: [
      { id: 0, parent: null, rule: null, samples: 5736, label: 'Normal', shares: [0.31, 0.24, 0.25, 0.2] },
      { id: 1, parent: 0, rule: 'kurtosis <= 3.412', samples: 2210, label: 'Normal', shares: [0.78, 0.04, 0.06, 0.12] },
      { id: 2, parent: 1, rule: 'rms <= 0.0821', samples: 1744, label: 'Normal', shares: [0.96, 0.01, 0.01, 0.02] },
      { id: 3, parent: 1, rule: 'rms > 0.0821', samples: 466, label: 'Ball', shares: [0.12, 0.13, 0.25, 0.5] },
      {
        id: 4,
        parent: 0,
        rule: 'kurtosis > 3.412',
        samples: 3526,
        label: 'Outer race',
        shares: [0.02, 0.36, 0.37, 0.25],
      },
      {
        id: 5,
        parent: 4,
        rule: 'band 2–4 kHz <= 1.204',
        samples: 1480,
        label: 'Inner race',
        shares: [0.03, 0.72, 0.05, 0.2],
      },
      {
        id: 6,
        parent: 4,
        rule: 'band 2–4 kHz > 1.204',
        samples: 2046,
        label: 'Outer race',
        shares: [0.01, 0.1, 0.6, 0.29],
      },
    ],
  },
};

export const spectrogram: Section = {
  type: 'heatmap',
  title: 'Spectrogram of one window',
  notes: [],
  data: {
    x: range(160).map((i) => `${(i * 3.125).toFixed(1)} ms`),
    y: range(64).map((i) => `${6000 - i * 94} Hz`),
    values: range(64).map((r) =>
      range(160).map((c) => {
        const burst = Math.exp(-(((c % 23) - 3) ** 2) / 9) * Math.exp(-((r - 22) ** 2) / 60);
        return -70 + 48 * burst + 12 * Math.exp(-((r - 60) ** 2) / 8) + 3 * normal(next);
      }),
    ),
    unit: 'dB',
    kind: 'spectrogram',
  },
};

export const regions: Section = {
  type: 'heatmap',
  title: 'Decision regions in two components',
  notes: ['Only the plane through the mean is shown.'],
  data: {
    x: range(40).map((i) => (i / 10 - 2).toFixed(2)),
    y: range(40).map((i) => (2 - i / 10).toFixed(2)),
    values: range(40).map((r) =>
      range(40).map((c) => (c > 20 + 6 * Math.sin(r / 5) ? (r > 22 ? 2 : 1) : r > 30 ? 3 : 0)),
    ),
    unit: 'class',
    kind: 'classes',
    classes: faults.slice(0, 4),
  },
};

export const attention: Section = {
  type: 'heatmap',
  title: 'Agreement of two models',
  notes: [],
  data: {
    x: ['forest', 'network', 'support vectors'],
    y: ['forest', 'network', 'support vectors'],
    values: [
      [1, 0.912, 0.871],
      [0.912, 1, 0.894],
      [0.871, 0.894, 1],
    ],
    unit: '',
    kind: 'agreement',
  },
};

export const firstFilters: Section = {
  type: 'filters',
  title: 'Filters of the first layer',
  notes: ['24 filters of 64 samples.'],
  data: {
    layer: 'conv 1, first channel',
    filters: range(24).map((k) =>
      range(64).map((i) => 0.2 * Math.sin((i * (k + 2)) / 9) * Math.exp(-((i - 32) ** 2) / (120 + 30 * k))),
    ),
  },
};

export const folds: Section = {
  type: 'bars',
  title: 'Cross-validation by unit',
  notes: ['Accuracy on the units held out of each fold (95 % Wilson).'],
  data: {
    unit: '',
    bars: range(5).map((i) => {
      const value = [0.91, 0.884, 0.932, 0.79, 0.901][i] ?? 0.9;
      return {
        label: `fold ${i + 1}: bearings ${3 * i + 1} to ${3 * i + 3}`,
        value,
        low: value - 0.035,
        high: value + 0.028,
      };
    }),
  },
};

const binned = (shift: number): number[] =>
  range(40).map((i) => Math.round(320 * Math.exp(-((i - 18 - shift) ** 2) / 60)));
export const spread: Section = {
  type: 'distribution',
  title: 'Root mean square by class',
  notes: [],
  data: {
    unit: 'mm/s',
    groups: faults
      .slice(0, 3)
      .map((label, k) => ({ label, edges: range(41).map((i) => i / 10), counts: binned(5 * k - 4) })),
  },
};

export const cloud: Section = {
  type: 'scatter',
  title: 'Test windows in two components',
  notes: ['Principal components of the scaled features of the training part; up to 200 windows a class.'],
  data: {
    x: { label: 'component 1', unit: '', log: false },
    y: { label: 'component 2', unit: '', log: false },
    groups: faults.slice(0, 6).map((label, k) => ({
      label,
      x: range(120).map(() => 3 * Math.cos(k) + 0.7 * normal(next)),
      y: range(120).map(() => 3 * Math.sin(k) + 0.7 * normal(next)),
    })),
  },
};

const saidAt = (x: number, y: number): number =>
  x * x + y * y < 2 ? 0 : y > 0.6 * x ? 1 : x > 2 + Math.sin(2 * y) ? 3 : 2;
const edge = (i: number): number => i / 8 - 3.5;
export const boundary: Section = {
  type: 'scatter',
  title: 'Decision boundary in two components',
  notes: ['The ground is a random forest fitted on these two components alone; the full model sees 36 features.'],
  data: {
    x: { label: 'discriminant 1', unit: '', log: false },
    y: { label: 'discriminant 2', unit: '', log: false },
    regions: {
      x_edges: range(57).map(edge),
      y_edges: range(57).map(edge),
      classes: faults.slice(0, 4),
      cells: range(56).map((r) => range(56).map((c) => saidAt(edge(c + 0.5), edge(r + 0.5)))),
    },
    // No point of the last class: its colour is told all the same.
    groups: [
      { at: [0, 0], spread: 0.8 },
      { at: [-1, 1.6], spread: 0.7 },
      { at: [0.6, -2], spread: 0.6 },
    ].map(({ at: [x = 0, y = 0], spread: s }, k) => {
      const points = range(60).map(() => [x + s * normal(next), y + s * normal(next)] as const);
      return {
        label: faults[k] ?? '',
        x: points.map(([a]) => a),
        y: points.map(([, b]) => b),
        wrong: points.map(([a, b]) => saidAt(a, b) !== k),
      };
    }),
  },
};

const load = (i: number): number => 420 + 120 * Math.sin(i / 3.8) + 40 * Math.sin(i / 27);
export const ahead: Section = {
  type: 'forecast',
  title: 'Load of the next 48 hours',
  notes: [],
  data: {
    x: { label: 'hour', unit: 'h', log: false },
    y: { label: 'load', unit: 'kW', log: false },
    actual: { name: 'actual', x: range(144), y: range(144).map((i) => load(i) + 12 * normal(next)), dashed: false },
    predicted: {
      name: 'forecast',
      x: range(48).map((i) => i + 120),
      y: range(48).map((i) => load(i + 120)),
      dashed: true,
    },
    low: range(48).map((i) => load(i + 120) - 20 - i),
    high: range(48).map((i) => load(i + 120) + 20 + i),
  },
};

export const rest: Section = {
  type: 'residuals',
  title: 'Residuals',
  notes: [],
  data: {
    unit: 'kW',
    predicted: range(400).map((i) => 300 + i * 0.6),
    residual: range(400).map((i) => (6 + i / 40) * normal(next)),
  },
};

export const events: Section = {
  type: 'timeline',
  title: 'What happened',
  notes: [],
  data: {
    unit: 'min',
    events: [
      { at: 0, label: 'Training started', kind: 'run' },
      { at: 4, end: 19, label: 'Warm-up', kind: 'phase' },
      { at: 19, end: 58, label: 'Full rate', kind: 'phase' },
      { at: 24.6, label: 'Gradient clipped 12 times', kind: 'warning' },
      { at: 30.2, label: 'Learning rate lowered to 1e-4', kind: 'schedule' },
      { at: 32.1, label: 'Best model so far', kind: 'run' },
      { at: 58, label: 'Finished', kind: 'run' },
    ],
  },
};

export const board: Section = {
  type: 'leaderboard',
  title: 'Leaderboard',
  notes: [],
  data: {
    columns: ['model', 'accuracy', 'macro F1', 'seconds'],
    rows: [
      ['LightGBM', 0.9312, 0.9244, 18.2],
      ['random forest', 0.9251, 0.9187, 31.7],
      ['support vector machine', 0.9014, 0.8951, 74],
      ['nearest neighbours', 0.8412, 0.8302, null],
    ],
  },
};

export const files: Section = {
  type: 'table',
  title: 'What became of every file',
  notes: ['3 imported, 1 imported with a warning, 1 refused.'],
  data: {
    columns: ['file', 'outcome', 'seconds', 'reason'],
    rows: [
      ['normal/97.mat', 'imported', 20.3, ''],
      ['inner/105.mat', 'imported', 10.1, ''],
      ['inner/106.mat', 'imported with a warning', 10.2, 'the sampling rate is not in the file; 12000 Hz was assumed'],
      ['outer/130.mat', 'imported', 10.1, ''],
      ['outer/readme.txt', 'refused', null, 'not a format that is known'],
    ],
  },
};

export const words: Section = {
  type: 'text',
  title: 'What to try next',
  notes: [],
  data: {
    markdown: `## Recommendations

The class **Cage** is weak: its recall is \`0.71\`, and *18 of 62* samples were taken for **Ball**.

1. Record more bearings with a damaged cage; there are only two.
2. Try a longer window: a cage turns at 0.4 times the shaft's speed,
   so a window of 0.5 s holds few of its turns.

> An interval that is this wide says little of new machines.

- more about intervals: [Wilson's score](https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval)
- run the same again:

\`\`\`
trainyard run reproduce 47
\`\`\``,
  },
};
