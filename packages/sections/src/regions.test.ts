import { describe, expect, it } from 'vitest';
import { classAt, fewer, type Regions, rectangles, roomiest, shares } from './regions.ts';

const regions = (cells: number[][], more: Partial<Regions> = {}): Regions => ({
  xEdges: Array.from({ length: (cells[0]?.length ?? 0) + 1 }, (_, i) => i),
  yEdges: Array.from({ length: cells.length + 1 }, (_, i) => i),
  classes: ['a', 'b', 'c'],
  cells,
  ...more,
});

describe('rectangles of a grid', () => {
  it('are few where cells are alike', () => {
    expect(
      rectangles([
        [0, 0, 1],
        [0, 0, 1],
        [2, 2, 2],
      ]),
    ).toEqual([
      { x0: 0, x1: 2, y0: 0, y1: 2, value: 0 },
      { x0: 2, x1: 3, y0: 0, y1: 2, value: 1 },
      { x0: 0, x1: 3, y0: 2, y1: 3, value: 2 },
    ]);
  });
});

describe('the roomiest place of a class', () => {
  it('is the middle of its largest square', () => {
    const found = roomiest([
      [0, 1, 1],
      [1, 1, 1],
      [1, 1, 2],
    ]);
    expect(found.get(1)).toEqual({ x: 2, y: 1, side: 2 });
    expect(found.get(0)).toEqual({ x: 0.5, y: 0.5, side: 1 });
  });
});

describe('the class at a place', () => {
  const two = regions([
    [0, 1],
    [2, 1],
  ]);

  it('is that of the cell, both outer edges included', () => {
    expect([classAt(two, 0, 0), classAt(two, 1, 0.5), classAt(two, 0.5, 1.5), classAt(two, 2, 2)]).toEqual([
      0, 1, 2, 1,
    ]);
  });

  it('is none outside of the grid or where there is no number', () => {
    expect([classAt(two, -0.1, 0), classAt(two, 0, 2.1), classAt(two, Number.NaN, 0)]).toEqual([null, null, null]);
  });
});

describe('shares of the picture', () => {
  it('go by the size of the cells and not by their number', () => {
    expect(shares(regions([[0, 1]], { xEdges: [0, 3, 4] }), false, false)).toEqual([0.75, 0.25, 0]);
    const [a, b] = shares(regions([[0, 1]], { xEdges: [1, 10, 1000] }), true, false);
    expect([a, b]).toEqual([expect.closeTo(1 / 3), expect.closeTo(2 / 3)]);
  });
});

describe('a grid that is too fine', () => {
  it('keeps its outer edges', () => {
    const row = Array.from({ length: 10 }, (_, i) => (i < 5 ? 0 : 1));
    const small = fewer(regions([row, row, row]), 2);
    expect(small.cells).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect([small.xEdges, small.yEdges]).toEqual([
      [0, 5, 10],
      [0, 1, 3],
    ]);
    const fine = regions([row]);
    expect(fewer(fine, 10)).toBe(fine);
  });
});
