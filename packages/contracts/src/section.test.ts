import { describe, expect, it } from 'vitest';
import { type Section, section } from './section.ts';

const axis = { label: 'x', unit: '', log: false };
const regions = {
  x_edges: [0, 1, 2],
  y_edges: [-1, 0],
  classes: ['calm', 'rough'],
  cells: [[0, 1]],
};
const scatter = (data: object): { type: string; title: string; data: object } => ({
  type: 'scatter',
  title: 'Boundary',
  data: { x: axis, y: axis, groups: [{ label: 'calm', x: [0.5], y: [-0.5] }], ...data },
});
const saidOf = (given: object): string[] => section.safeParse(given).error?.issues.map((issue) => issue.message) ?? [];

describe('regions of a scatter', () => {
  it('may be left out, and come through as they were sent', () => {
    expect(saidOf(scatter({}))).toEqual([]);
    const read: Section = section.parse(scatter({ regions }));
    expect(read.type === 'scatter' && read.data.regions).toEqual(regions);
  });

  it('are refused where cells, edges and classes do not belong together', () => {
    const wrong: [object, string][] = [
      [{ ...regions, cells: [[0]] }, 'cells must be 1 rows of 2, as many as lie between the edges'],
      [{ ...regions, cells: [] }, 'cells must be 1 rows of 2, as many as lie between the edges'],
      [{ ...regions, cells: [[0, 2]] }, 'a cell must be the number of one of the 2 classes, counted from 0'],
      [{ ...regions, x_edges: [0, 2, 2] }, 'edges must ascend'],
    ];
    for (const [given, message] of wrong) expect(saidOf(scatter({ regions: given }))).toEqual([message]);
    for (const given of [
      { ...regions, y_edges: [0] },
      { ...regions, x_edges: [0, 1, 'Infinity'] },
      { ...regions, cells: [[0, -1]] },
      { ...regions, cells: [[0, 0.5]] },
      { ...regions, classes: [], cells: [[0, 0]] },
    ])
      expect(saidOf(scatter({ regions: given }))).not.toEqual([]);
  });
});

describe('a group of points', () => {
  it('says of every point whether it is wrong, or of none', () => {
    const group = { label: 'calm', x: [1, 2], y: [1, 2] };
    expect(saidOf(scatter({ groups: [{ ...group, wrong: [true, false] }, group] }))).toEqual([]);
    expect(saidOf(scatter({ groups: [{ ...group, wrong: [true] }] }))).toEqual([
      'wrong must say yes or no of every point',
    ]);
  });
});
