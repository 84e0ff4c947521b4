import { expect, test } from 'vitest';
import { laneCount, lanesOf } from './lanes.ts';

const node = (version: number, ...parents: number[]) => ({ version, parents });

test('a straight history is one lane', () => {
  const rows = lanesOf([node(3, 2), node(2, 1), node(1)]);
  expect(rows.map(({ lane }) => lane)).toEqual([0, 0, 0]);
  expect(rows.map(({ lines }) => lines.map(({ kind }) => kind))).toEqual([['out'], ['in', 'out'], ['in']]);
  expect(laneCount(rows)).toBe(1);
});

test('two versions of the same parent are two lanes that meet in it', () => {
  const rows = lanesOf([node(4, 2), node(3, 1), node(2, 1), node(1)]);
  expect(rows.map(({ lane }) => lane)).toEqual([0, 1, 0, 1]);
  expect(rows[1]?.lines).toEqual([
    { from: 0, to: 0, kind: 'past' },
    { from: 1, to: 1, kind: 'out' },
  ]);
  expect(rows[2]?.lines).toContainEqual({ from: 0, to: 1, kind: 'out' });
  expect(rows[3]?.lines).toEqual([{ from: 1, to: 1, kind: 'in' }]);
  expect(laneCount(rows)).toBe(2);
});

test('a merge has a line to each parent', () => {
  const rows = lanesOf([node(4, 2, 3), node(3, 1), node(2, 1), node(1)]);
  expect(rows[0]?.lines).toEqual([
    { from: 0, to: 0, kind: 'out' },
    { from: 0, to: 1, kind: 'out' },
  ]);
  expect(rows.map(({ lane }) => lane)).toEqual([0, 1, 0, 1]);
});

test('a parent that is not in the list is left out, and the lane is used again', () => {
  const rows = lanesOf([node(9, 4), node(8)]);
  expect(rows).toEqual([
    { version: 9, lane: 0, lines: [] },
    { version: 8, lane: 0, lines: [] },
  ]);
});

test('every line that leaves a dot arrives in the dot of its parent', () => {
  const history = [node(8, 5, 6), node(7, 2), node(6, 3), node(5, 3), node(4, 2), node(3, 1), node(2, 1), node(1)];
  const rows = lanesOf(history);
  let open: number[] = [];
  for (const { lane, lines } of rows) {
    const above = lines.filter(({ kind }) => kind !== 'out').map(({ from }) => from);
    expect([...new Set(above)].sort()).toEqual([...new Set(open)].sort());
    for (const { from, to, kind } of lines) expect(kind === 'in' ? to : kind === 'out' ? from : lane).toBe(lane);
    open = lines.filter(({ kind }) => kind !== 'in').map(({ to }) => to);
  }
  expect(open).toEqual([]);
});
