import type { Section } from '@trainyard/contracts';
import { chance, hostile, interval, normal, range } from './numbers.ts';

const next = chance(23);
const axis = (label: string): { label: string; unit: string; log: boolean } => ({ label, unit: '', log: false });
const named = (i: number): string => hostile[i % hostile.length] ?? '';

/** What a renderer must bear: names as an attacker or a careless program sends them, no data, odd numbers, far too much. */
export const awkward: { id: string; section: Section }[] = [
  {
    id: 'hostile-matrix',
    section: {
      type: 'confusion-matrix',
      title: named(0),
      notes: [named(1), named(3)],
      data: {
        labels: hostile,
        counts: hostile.map((_, r) => hostile.map((_, c) => (r === c ? 40 : (r * c) % 5))),
        accuracy: interval(0.82, 0.03),
      },
    },
  },
  {
    id: 'hostile-classes',
    section: {
      type: 'per-class-table',
      title: `${named(2)} ${named(4)}`,
      notes: [],
      data: {
        confidence: 0.95,
        rows: hostile.map((label, i) => ({
          label,
          precision: interval(0.9, 0.02),
          recall: i === 1 ? { value: 'NaN', low: null, high: null } : interval(0.8, 0.02),
          f1: interval(0.85, 0.02),
          support: 120,
          weak: i % 2 === 0,
          scored: true,
        })),
      },
    },
  },
  {
    id: 'hostile-failures',
    section: {
      type: 'failure-cases',
      title: 'Failures with awkward names',
      notes: [],
      data: {
        cases: hostile.map((name, i) => ({
          sample_id: `${name}#${i}`,
          truth: name,
          prediction: named(i + 1),
          confidence: i === 0 ? 'NaN' : 0.9,
          error_type: named(i + 2),
          scores: Object.fromEntries(hostile.map((label, k) => [label, k === 0 ? ('NaN' as const) : 1 / (k + 1)])),
          explanation: named(i + 3),
        })),
      },
    },
  },
  {
    id: 'hostile-bars',
    section: {
      type: 'bars',
      title: 'Bars with awkward names and numbers',
      notes: [],
      data: {
        unit: '',
        bars: hostile.map((label, i) => ({
          label,
          value: i === 2 ? 'NaN' : i === 3 ? 'Infinity' : 0.2 + i / 10,
          low: i === 4 ? null : 0.1 + i / 10,
          high: 0.3 + i / 10,
        })),
      },
    },
  },
  {
    id: 'hostile-text',
    section: {
      type: 'text',
      title: 'Text that tries',
      notes: [],
      data: {
        markdown: `# <img src=x onerror=alert(1)>\n\n[click me](javascript:alert(1)) [fine](https://example.org) **unclosed and _odd\n\n${'*'.repeat(3000)}\n\n- ${named(3)}\n\n\`\`\`\n<script>alert(1)</script>\n`,
      },
    },
  },
  {
    id: 'hostile-curves',
    section: {
      type: 'curves',
      title: 'Curves with gaps, spikes and endless numbers',
      notes: [],
      data: {
        x: axis(named(3)),
        y: axis(named(1)),
        lines: hostile.map((name, k) => ({
          name,
          x: range(30),
          y: range(30).map((i) =>
            i === 7 ? 'NaN' : i === 14 ? 'Infinity' : i === 21 ? '-Infinity' : k + Math.sin(i / 4),
          ),
          dashed: false,
        })),
      },
    },
  },
  {
    id: 'log-curves',
    section: {
      type: 'curves',
      title: 'A log axis that also gets zeros',
      notes: [],
      data: {
        x: { label: 'frequency', unit: 'Hz', log: false },
        y: { label: 'velocity', unit: 'mm/s', log: true },
        lines: [
          {
            name: 'normal (29.9 Hz)',
            x: range(600),
            y: range(600).map((i) => (i === 0 ? 0 : 1 / (1 + ((i - 90) / 4) ** 2) + 1e-4 * next())),
            dashed: false,
          },
        ],
      },
    },
  },
  {
    id: 'long-curves',
    section: {
      type: 'curves',
      title: 'Two lines of 5,000 points with one spike',
      notes: [],
      data: {
        x: axis('step'),
        y: axis('loss'),
        lines: ['train loss', 'validation loss'].map((name, k) => ({
          name,
          x: range(5000),
          y: range(5000).map((i) =>
            i === 3111 && k === 0 ? 9 : 2 * Math.exp(-i / 900) + 0.05 * normal(next) + 0.2 + k / 5,
          ),
          dashed: false,
        })),
      },
    },
  },
  {
    id: 'many-roc',
    section: {
      type: 'roc',
      title: 'A hundred ROC curves',
      notes: [],
      data: {
        curves: range(100).map((i) => ({
          label: `class ${i}`,
          fpr: range(50).map((k) => k / 49),
          tpr: range(50).map((k) => (k / 49) ** (1 / (2 + i / 10))),
          auc: interval(0.66 + i / 400, 0.02),
        })),
      },
    },
  },
  {
    id: 'odd-heatmap',
    section: {
      type: 'heatmap',
      title: 'A map with holes, around zero',
      notes: [],
      data: {
        x: hostile,
        y: range(6).map(String),
        values: range(6).map((r) => hostile.map((_, c) => (r === c ? 'NaN' : Math.sin(r * 2 + c)))),
        unit: '',
        kind: 'signed',
      },
    },
  },
  {
    id: 'hostile-regions',
    section: {
      type: 'scatter',
      title: 'Regions with awkward names, uneven cells and points that lie elsewhere',
      notes: [named(0)],
      data: {
        x: { label: named(3), unit: named(1), log: true },
        y: axis(named(0)),
        regions: {
          x_edges: [-1, 0.01, 0.1, 1, 10, 1000],
          y_edges: range(13),
          classes: [...hostile, ...range(8).map((i) => `class ${i}`)],
          cells: range(12).map((r) => range(5).map((c) => (Math.floor(r / 3) * 5 + c) % 15)),
        },
        groups: [
          { label: named(0), x: [0.05, 'NaN', 40], y: [1, 2, 'Infinity'], wrong: [true, true, false] },
          { label: named(6), x: [-3, 3e5], y: [4, -9], wrong: [true, false] },
          { label: 'no class of the regions', x: [5], y: [5] },
        ],
      },
    },
  },
  {
    id: 'odd-table',
    section: {
      type: 'table',
      title: 'Rows of different lengths',
      notes: [],
      data: {
        columns: ['name', 'value'],
        rows: [...hostile.map((h, i) => [h, i, true]), ['short'], ['NaN', 'NaN', null]],
      },
    },
  },
  {
    id: 'broken-tree',
    section: {
      type: 'tree',
      title: 'A tree with a lost parent and a circle',
      notes: [],
      data: {
        classes: ['a'],
        nodes: [
          { id: 1, parent: 99, rule: named(0), samples: 5, label: named(3), shares: [1] },
          { id: 2, parent: 3, rule: 'x <= 1', samples: 5, label: 'a', shares: ['NaN'] },
          { id: 3, parent: 2, rule: 'x > 1', samples: 5, label: 'a', shares: [] },
        ],
      },
    },
  },
  {
    id: 'constant-residuals',
    section: {
      type: 'residuals',
      title: 'No error at all',
      notes: [],
      data: { unit: '', predicted: [1, 1, 1], residual: [0, 0, 0] },
    },
  },
  {
    id: 'hostile-prompt',
    section: { type: 'prompt', title: 'Prompt', notes: [], data: { system: hostile.join('\n'), output: '' } },
  },
  {
    id: 'hostile-lineage',
    section: {
      type: 'prompt-lineage',
      title: 'Versions of which each is its own parent',
      notes: [],
      data: {
        versions: hostile.map((name, i) => ({
          id: `${i}`,
          parent: `${(i + 1) % hostile.length}`,
          title: name,
          score: 'NaN',
          deep: { a: 1 },
        })),
      },
    },
  },
  {
    id: 'hostile-verdict',
    section: {
      type: 'verdict',
      title: 'A verdict without figures',
      notes: [],
      data: {
        outcome: 'unknown',
        sentence: hostile.join(' '),
        before: hostile[0] ?? '',
        after: '',
        rows: hostile.map((label) => ({
          label,
          before: 'NaN',
          after: null,
          difference: { value: '-Infinity', low: null, high: 'NaN' },
          unit: '',
          better: 'none',
        })),
        facts: hostile.map((label) => ({ label, value: '' })),
      },
    },
  },
  {
    id: 'hostile-race',
    section: {
      type: 'race',
      title: 'A race of nobody knows whom',
      notes: [],
      data: {
        against: '',
        unit: '',
        entrants: hostile.map((name, i) => ({
          name,
          detail: name,
          status: (['racing', 'out', 'dropped'] as const)[i % 3] ?? 'out',
          done: 9,
          of: 2,
          chance: 'NaN',
          bar: null,
          score: 'Infinity',
          saved: '',
        })),
      },
    },
  },
  {
    id: 'hostile-steps',
    section: {
      type: 'steps',
      title: 'Steps that all go on',
      notes: [],
      data: {
        group: '',
        unit: '',
        steps: hostile.map((name) => ({ group: name, name, detail: name, status: 'current', used: 'NaN' })),
      },
    },
  },
  {
    id: 'hostile-meters',
    section: {
      type: 'meters',
      title: 'Used, nobody knows how much',
      notes: [],
      data: {
        meters: hostile.map((label, i) => ({ label, used: i === 0 ? 'NaN' : 7, limit: i - 1, unit: '', note: label })),
      },
    },
  },
  ...nothing(),
];

function nothing(): { id: string; section: Section }[] {
  const none = { title: 'Nothing was sent', notes: [] };
  const x = axis('x');
  const line = { name: 'line', x: [], y: [], dashed: false };
  const sections: Section[] = [
    { ...none, type: 'summary', data: { rows: [] } },
    { ...none, type: 'metric-table', data: { rows: [] } },
    { ...none, type: 'curves', data: { x, y: x, lines: [] } },
    { ...none, type: 'per-class-table', data: { rows: [], confidence: 0.95 } },
    {
      ...none,
      type: 'confusion-matrix',
      data: { labels: [], counts: [], accuracy: { value: 'NaN', low: null, high: null } },
    },
    { ...none, type: 'roc', data: { curves: [] } },
    { ...none, type: 'precision-recall', data: { curves: [] } },
    { ...none, type: 'calibration', data: { predicted: [], observed: [], counts: [], ece: 'NaN' } },
    { ...none, type: 'failure-cases', data: { cases: [] } },
    { ...none, type: 'feature-importance', data: { method: 'permutation', features: [] } },
    { ...none, type: 'tree', data: { nodes: [], classes: [] } },
    { ...none, type: 'heatmap', data: { x: [], y: [], values: [], unit: '', kind: 'plain' } },
    { ...none, type: 'filters', data: { layer: 'conv 1', filters: [] } },
    { ...none, type: 'bars', data: { unit: '', bars: [] } },
    { ...none, type: 'distribution', data: { unit: '', groups: [] } },
    { ...none, type: 'scatter', data: { x, y: x, groups: [] } },
    { ...none, type: 'forecast', data: { x, y: x, actual: line, predicted: line, low: [], high: [] } },
    { ...none, type: 'residuals', data: { predicted: [], residual: [], unit: '' } },
    { ...none, type: 'timeline', data: { events: [], unit: '' } },
    { ...none, type: 'leaderboard', data: { columns: [], rows: [] } },
    { ...none, type: 'table', data: { columns: [], rows: [] } },
    { ...none, type: 'text', data: { markdown: '' } },
    { ...none, type: 'prompt', data: { system: '', output: '' } },
    { ...none, type: 'prompt-lineage', data: { versions: [] } },
    {
      ...none,
      type: 'verdict',
      data: { outcome: 'unknown', sentence: '', before: '', after: '', rows: [], facts: [] },
    },
    { ...none, type: 'steps', data: { group: '', unit: '', steps: [] } },
    { ...none, type: 'race', data: { against: 'v1', unit: '', entrants: [] } },
    { ...none, type: 'meters', data: { meters: [] } },
  ];
  return sections.map((section) => ({
    id: `empty-${section.type}`,
    section: { ...section, title: `Nothing was sent: ${section.type}` },
  }));
}
