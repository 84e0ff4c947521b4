import type { Section } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import { light } from '../palette.ts';
import { samples } from '../samples.ts';
import type { TableView, View } from '../view.ts';
import { viewOf } from '../view-of.ts';
import { gather } from './confusion-matrix.ts';

const view = (section: Section): View => viewOf(section, { palette: light });
const sample = (id: string): View => {
  const found = samples.find((s) => s.id === id);
  if (!found) throw new Error(`no sample ${id}`);
  return view(found.section);
};
const tableOf = (v: View, id: string): TableView => {
  const found = v.tables.find((t) => t.id === id);
  if (!found) throw new Error(`no table ${id}`);
  return found;
};
const texts = (t: TableView): string[][] => t.rows.map((row) => row.map((cell) => cell.text));
const base = { title: 'T', notes: [] };

describe('metric-table', () => {
  it('shows the interval with each value and the honesty note beside it', () => {
    const rows = texts(tableOf(sample('metrics'), 'metrics'));
    expect(rows[0]).toEqual([
      'Accuracy',
      '0.938 (0.925 to 0.951)',
      'upper bound: same unit on both sides',
      'higher is better',
    ]);
    expect(rows[5]?.[1]).toBe('812.4 samples/s');
  });
});

describe('per-class-table', () => {
  it('says weak classes in words and shows no figures of classes that were not scored', () => {
    const v = sample('classes');
    const rows = texts(tableOf(v, 'classes'));
    expect(rows[4]?.[1]).toBe('weak class');
    expect(rows[7]).toEqual(['Looseness', 'not scored', '–', '–', '–', expect.any(String)]);
    expect(v.sentence).toContain('Weak: Cage');
  });

  it('shows no precision of a class that was never predicted', () => {
    const never = { value: 'NaN' as const, low: 0, high: 1 };
    const some = { value: 0.5, low: 0.4, high: 0.6 };
    const v = view({
      ...base,
      type: 'per-class-table',
      data: {
        rows: [{ label: 'a', precision: never, recall: some, f1: some, support: 4, weak: false, scored: true }],
        confidence: 0.95,
      },
    });
    expect(texts(tableOf(v, 'classes'))[0]?.slice(1, 3)).toEqual(['–', expect.stringContaining('0.500')]);
  });
});

describe('confusion-matrix', () => {
  const v = view({
    ...base,
    type: 'confusion-matrix',
    data: {
      labels: ['a', 'b'],
      counts: [
        [8, 2],
        [1, 9],
      ],
      accuracy: { value: 0.85, low: 0.64, high: 0.95 },
    },
  });

  it('says what is right and what is mistaken most often', () => {
    expect(v.sentence).toBe(
      '17 of 20 samples of 2 classes are right: accuracy 0.850 (95 % interval 0.640 to 0.950). The most frequent mistake: a taken for b, 2 times (20.0 % of its samples).',
    );
    expect(texts(tableOf(v, 'mistakes'))).toEqual([
      ['a', 'b', '2', '20.0 %'],
      ['b', 'a', '1', '10.0 %'],
    ]);
    expect(v.matrix).toMatchObject({ rowTotals: [10, 10], columnTotals: [9, 11], gathered: 0 });
  });

  it('of a hundred classes gathers the least mistaken ones and loses no count', () => {
    const big = sample('many-classes');
    const matrix = big.matrix;
    expect(matrix?.labels).toHaveLength(30);
    expect(matrix?.labels.at(-1)).toBe('71 other classes');
    const sum = (rows: number[][] | undefined): number => (rows ?? []).flat().reduce((a, b) => a + b, 0);
    const cells = tableOf(big, 'counts').rows.flatMap((row) => row.slice(1).map((cell) => Number(cell.value)));
    expect(sum(matrix?.counts)).toBe(cells.reduce((a, b) => a + b, 0));
  });

  it('is left as it is where all classes have room', () => {
    if (v.matrix) expect(gather(v.matrix, 2)).toBe(v.matrix);
    expect(v.matrix).toBeDefined();
  });
});

describe('curves', () => {
  it('put a loss and an accuracy on axes of their own', () => {
    const option = sample('curves').charts[0]?.option as {
      yAxis: { name: string; max?: number }[];
      series: { yAxisIndex: number }[];
    };
    expect(option.yAxis.map((axis) => axis.name)).toEqual(['loss', 'accuracy']);
    expect(option.series.map((s) => s.yAxisIndex)).toEqual([0, 0, 1, 1]);
    expect(option.yAxis[1]?.max).toBe(1);
  });

  it('on one x become one table with a column a line', () => {
    const t = tableOf(sample('curves'), 'points');
    expect(t.columns.map((c) => c.label)).toEqual([
      'epoch',
      'train loss',
      'validation loss',
      'train accuracy',
      'validation accuracy',
    ]);
    expect(t.rows).toHaveLength(60);
  });

  it('say of an axis in powers what cannot stand on it', () => {
    expect(sample('log-curves').sentence).toContain('1 value is not above 0');
  });
});

describe('roc', () => {
  it('of many classes draws the weakest and tells the scores of all', () => {
    const v = sample('many-roc');
    expect(v.sentence).toContain('The 10 weakest of 100 curves are drawn.');
    const scores = tableOf(v, 'scores');
    expect(scores.rows).toHaveLength(100);
    expect(scores.rows[0]?.[0]?.text).toBe('class 0');
  });
});

describe('calibration', () => {
  it('says whether the model is too sure, and leaves out bins of nothing', () => {
    const v = view({
      ...base,
      type: 'calibration',
      data: { predicted: [0.9, 'NaN'], observed: [0.7, 'NaN'], counts: [10, 0], ece: 0.2 },
    });
    expect(v.sentence).toBe(
      'The model is surer than it should be, by 20.0 % on average; expected calibration error 0.200 over 10 samples.',
    );
    expect(tableOf(v, 'bins').rows).toHaveLength(1);
  });
});

describe('failure-cases', () => {
  it('show the surest classes, truth and prediction always among them', () => {
    const v = view({
      ...base,
      type: 'failure-cases',
      data: {
        cases: [
          {
            sample_id: 's',
            truth: 'k19',
            prediction: 'k0',
            confidence: 0.5,
            error_type: 'k19 taken for k0',
            scores: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, 1 / (i + 2)])),
          },
        ],
      },
    });
    const scores = v.cases?.[0]?.scores ?? [];
    expect(scores).toHaveLength(7);
    expect(scores.map((s) => s.role)).toContain('truth');
    expect(scores[0]).toMatchObject({ label: 'k0', role: 'prediction', text: '0.500' });
  });
});

describe('tree', () => {
  it('puts each node below its parent', () => {
    const rows = sample('tree').tree ?? [];
    expect(rows.map((r) => [r.id, r.depth])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 2],
      [4, 1],
      [5, 2],
      [6, 2],
    ]);
    expect(rows[2]).toMatchObject({ leaf: true, share: 0.96, label: 'Normal' });
  });

  it('loses no node to a missing parent or a circle', () => {
    expect(
      sample('broken-tree')
        .tree?.map((r) => r.id)
        .sort(),
    ).toEqual([1, 2, 3]);
  });
});

describe('heatmap', () => {
  it('is drawn around zero where it has both signs, and tells its holes', () => {
    const v = sample('odd-heatmap');
    expect(v.heats?.[0]).toMatchObject({ scale: 'signed' });
    expect(v.sentence).toContain('6 cells are not finite');
  });

  it('of class numbers names the classes', () => {
    expect(sample('regions').heats?.[0]).toMatchObject({
      scale: 'classes',
      classes: ['Normal', 'Inner race', 'Outer race', 'Ball'],
    });
  });
});

describe('scatter', () => {
  const axis = { label: 'rms', unit: 'g', log: false };
  const regions = {
    x_edges: [0, 1, 3],
    y_edges: [0, 2],
    classes: ['calm', 'rough', 'never'],
    cells: [[0, 1]],
  };
  const groups = [
    { label: 'calm', x: [0.5, 2, 9], y: [1, 1, 1], wrong: [false, true, false] },
    { label: 'rough', x: [2.5], y: [1], wrong: [false] },
  ];
  const v = view({ ...base, type: 'scatter', data: { x: axis, y: { ...axis, label: 'peak' }, groups, regions } });
  interface Drawn {
    xAxis: { min: number; max: number };
    series: {
      name: string;
      itemStyle?: { color: string };
      data?: unknown[];
      markArea?: { data: { name: string }[][] };
    }[];
    legend: { data: string[] };
  }
  const drawn = v.charts[0]?.option as unknown as Drawn;
  const seriesNamed = (name: string) => drawn.series.find((s) => s.name === name);

  it('says in words what lies behind the points and how many are wrong', () => {
    expect(v.sentence).toBe(
      '4 points in 2 groups (calm and rough): rms (g) 0.5 to 9, peak (g) 1 to 1. Behind them what a model says on a grid of 2 × 1 cells: rough on 66.7 % and calm on 33.3 % of the area. 1 of 4 points is wrong, ringed.',
    );
  });

  it('has the ground in tables: shares with their points, what is said at each point, and the regions', () => {
    expect(texts(tableOf(v, 'areas'))).toEqual([
      ['calm', '33.3 %', '1', '0'],
      ['rough', '66.7 %', '2', '1'],
      ['never', '0.0 %', '0', '0'],
    ]);
    expect(texts(tableOf(v, 'points')).map((row) => row.slice(3))).toEqual([
      ['calm', 'no'],
      ['rough', 'yes'],
      ['–', 'no'],
      ['rough', 'no'],
    ]);
    expect(texts(tableOf(v, 'regions'))).toEqual([
      ['0', '1', '0', '2', 'calm'],
      ['1', '3', '0', '2', 'rough'],
    ]);
    expect(tableOf(v, 'points').role).toBe('data');
  });

  it('draws ground, points and rings, all points inside, a class in one hue wherever it is', () => {
    expect(drawn.series.find((s) => s.markArea)?.markArea?.data.map(([from]) => from?.name)).toEqual(['calm', 'rough']);
    expect(seriesNamed('wrong')?.data).toEqual([[2, 1]]);
    expect(drawn.legend.data).toEqual(['calm', 'rough', 'wrong']);
    expect([drawn.xAxis.min, drawn.xAxis.max]).toEqual([0, 9]);
    const turned = view({
      ...base,
      type: 'scatter',
      data: { x: axis, y: axis, groups: [...groups].reverse(), regions },
    });
    const hue = (of: Drawn, name: string) => of.series.find((s) => s.name === name)?.itemStyle?.color;
    const other = turned.charts[0]?.option as unknown as Drawn;
    for (const name of ['calm', 'rough']) expect(hue(other, name)).toBe(hue(drawn, name));
  });

  it('tells the colour of a class that has no point', () => {
    const option = sample('boundary').charts[0]?.option as unknown as Drawn;
    expect(option.legend.data).toEqual(['Normal', 'Inner race', 'Outer race', 'Ball', 'wrong']);
  });

  it('bears names and numbers as nobody wants them', () => {
    const hostile = sample('hostile-regions');
    expect(hostile.sentence).toContain('2 points are not finite');
    expect(JSON.stringify(hostile.charts)).not.toMatch(/[\u202a-\u202e]/);
  });

  it('without regions has neither their tables nor their words', () => {
    const cloud = sample('scatter');
    expect(cloud.tables.map((t) => t.id)).toEqual(['points']);
    expect(cloud.sentence).not.toContain('Behind');
  });
});

describe('distribution', () => {
  it('tells how many and where the middle is', () => {
    const v = view({
      ...base,
      type: 'distribution',
      data: { unit: 'mm', groups: [{ label: 'a', edges: [0, 1, 2, 3], counts: [1, 2, 1] }] },
    });
    expect(v.sentence).toBe('1 group of values: a 4 with a median near 1.5 mm.');
  });
});

describe('forecast', () => {
  it('tells its error and how often the truth lies inside the band', () => {
    const line = (name: string, y: number[]) => ({ name, x: [1, 2], y, dashed: false });
    const axis = { label: 'load', unit: 'kW', log: false };
    const v = view({
      ...base,
      type: 'forecast',
      data: {
        x: axis,
        y: axis,
        actual: line('a', [10, 20]),
        predicted: line('p', [12, 20]),
        low: [11, 18],
        high: [13, 22],
      },
    });
    expect(v.sentence).toBe(
      '2 forecast points of load (kW); mean absolute error 1 kW where the truth is known; 50 % of 2 true values lie inside the band.',
    );
  });
});

describe('table', () => {
  it('tells numbers from words, and shows what a row lacks as missing', () => {
    const t = tableOf(sample('odd-table'), 'table');
    expect(t.columns.map((c) => c.kind)).toEqual(['text', 'number', 'text']);
    expect(t.rows.find((row) => row[0]?.text === 'short')?.[1]?.text).toBe('–');
    const files = tableOf(sample('table'), 'table');
    expect(files.columns[2]).toMatchObject({ kind: 'number', align: 'right' });
  });

  it('leaves out rows beyond what a page can hold and says how many', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [i]);
    const t = tableOf(view({ ...base, type: 'table', data: { columns: ['n'], rows } }), 'table');
    expect([t.rows.length, t.moreRows]).toEqual([2000, 3000]);
  });
});

describe('prompt-lineage', () => {
  it('is a tree of versions with what each says of itself', () => {
    const versions = sample('lineage').versions ?? [];
    expect(versions.map((v) => [v.id, v.depth])).toEqual([
      ['v1', 0],
      ['v2', 1],
      ['v4', 2],
      ['v3', 1],
    ]);
    expect(versions[0]).toMatchObject({
      title: 'seed',
      facts: [
        { label: 'origin', value: 'human' },
        { label: 'score', value: '0.610' },
        { label: 'tokens', value: '8' },
      ],
      flips: null,
    });
    expect(versions[1]).toMatchObject({ statusText: 'kept', flips: { compared: 60, fixed: 7, broke: 2 } });
    expect(versions[1]?.flips?.cases).toHaveLength(3);
    expect(versions[3]?.parts.at(-1)).toEqual({ title: 'Example 1', text: 'The seal leaks.\n→ seal' });
  });

  it('bears versions that are their own ancestors', () => {
    expect(sample('hostile-lineage').versions).toHaveLength(7);
  });
});

describe('verdict', () => {
  it('holds both against each other with the interval of the difference', () => {
    const v = sample('verdict');
    expect(v.verdict?.outcome).toBe('better');
    expect(texts(tableOf(v, 'verdict'))).toEqual([
      ['Score on test', '0.612', '0.788', '+0.176 (0.091 to 0.260)'],
      ['Tokens a call', '41', '47', '–'],
    ]);
    expect(texts(tableOf(v, 'facts'))).toContainEqual(['Cost', '0.0213 USD']);
  });
});

describe('what goes on', () => {
  it('marks the step that is under way', () => {
    const v = sample('steps');
    expect(v.sentence).toBe('3 steps done; now: infer again.');
    expect(texts(tableOf(v, 'steps'))[3]).toEqual(['1', 'infer again', '36 of 60 answers', 'now', '49']);
  });

  it('says of each entrant how far it is and how it stands', () => {
    const v = sample('race');
    expect(v.sentence).toBe('3 entrants against v1: 1 racing, 1 kept and 1 dropped.');
    expect(texts(tableOf(v, 'race'))[1]).toEqual([
      'v3',
      'add example',
      'dropped',
      '2 of 6 blocks',
      '0.110',
      '0.250',
      '0.550',
      '40 calls',
    ]);
    expect(sample('hostile-race').race?.entrants.every(({ share }) => share === 1)).toBe(true);
  });

  it('fills a meter where there is a limit', () => {
    const [calls, cost, aside] = sample('meters').meters ?? [];
    expect([calls?.share, calls?.text]).toEqual([0.52, '312 of 600 calls']);
    expect(cost?.text).toBe('0.0121 of 5 USD');
    expect([aside?.share, aside?.text]).toEqual([null, '120 calls']);
  });
});
