import type { Cell, Column } from '@trainyard/sections';
import { describe, expect, it } from 'vitest';
import { nextSort, sortedRows } from './sorted-rows.ts';

const cell = (value: string | number | null): Cell => ({ text: String(value), value });
const columns: Column[] = [
  { label: 'name', align: 'left', kind: 'text' },
  { label: 'value', align: 'right', kind: 'number' },
];
const rows = [
  [cell('run 10'), cell(0.5)],
  [cell('run 9'), cell('NaN')],
  [cell('Run 1'), cell(0.9)],
  [cell(''), cell(null)],
];
const names = (by: Parameters<typeof sortedRows>[1]) => sortedRows({ rows, columns }, by).map((row) => row[0]?.value);

describe('a sorted table', () => {
  it('puts numbers within names in their order, and what is missing at the end both ways', () => {
    expect(names({ column: 0, down: false })).toEqual(['Run 1', 'run 9', 'run 10', '']);
    expect(names({ column: 0, down: true })).toEqual(['run 10', 'run 9', 'Run 1', '']);
    expect(names({ column: 1, down: true })).toEqual(['Run 1', 'run 10', 'run 9', '']);
    expect(names({ column: 1, down: false })).toEqual(['run 10', 'Run 1', 'run 9', '']);
  });

  it('is as it came at first, and again after the third click', () => {
    const table = { columns };
    const one = nextSort(table, null, 1);
    expect(one).toEqual({ column: 1, down: true });
    const two = nextSort(table, one, 1);
    expect(two).toEqual({ column: 1, down: false });
    expect(nextSort(table, two, 1)).toBeNull();
    expect(nextSort(table, two, 0)).toEqual({ column: 0, down: false });
  });
});
