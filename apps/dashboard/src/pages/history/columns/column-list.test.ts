import { expect, test } from 'vitest';
import { columnOf } from './column.ts';
import {
  addColumn,
  csvColumnsOf,
  moveColumn,
  parametersOf,
  readColumns,
  removeColumn,
  resizeColumns,
  usualColumns,
  writeColumns,
} from './column-list.ts';

const ids = (columns: readonly { id: string }[]): string[] => columns.map(({ id }) => id);

test('columns are read as they were written, in their order and with their widths', () => {
  const columns = readColumns('name@300,status,metric.test/f1,parameter.a\\,b@90,tag.team');
  expect(columns.map(({ id, size }) => [id, size])).toEqual([
    ['name', 300],
    ['status', 218],
    ['metric.test/f1', 138],
    ['parameter.a,b', 90],
    ['tag.team', 120],
  ]);
  expect(readColumns(writeColumns(columns))).toEqual(columns);
});

test('a key that ends like a width keeps it', () => {
  const columns = addColumn(readColumns('name'), 'parameter.size@64');
  expect(ids(readColumns(writeColumns(columns)))).toEqual(['name', 'parameter.size@64']);
});

test('what means nothing is passed over, the name is always there, widths have limits', () => {
  expect(ids(readColumns('nonsense,status,status,metric.,<script>,constructor'))).toEqual(['name', 'status']);
  expect(readColumns('name@1,status@9999').map(({ size }) => size)).toEqual([60, 640]);
  expect(readColumns(Array.from({ length: 99 }, (_, i) => `tag.t${i}`).join(','))).toHaveLength(41);
});

test('columns are added once, taken away, moved and resized; the name stays', () => {
  const columns = readColumns('name,status,owner');
  expect(ids(addColumn(columns, 'status'))).toEqual(['name', 'status', 'owner']);
  expect(ids(addColumn(columns, 'tags'))).toEqual(['name', 'status', 'owner', 'tags']);
  expect(ids(removeColumn(columns, 'name'))).toEqual(['name', 'status', 'owner']);
  expect(ids(removeColumn(columns, 'status'))).toEqual(['name', 'owner']);
  expect(ids(moveColumn(columns, 'owner', 0))).toEqual(['owner', 'name', 'status']);
  expect(ids(moveColumn(columns, 'name', 99))).toEqual(['status', 'owner', 'name']);
  expect(ids(moveColumn(columns, 'gone', 0))).toEqual(['name', 'status', 'owner']);
  expect(resizeColumns(columns, { status: 500, owner: 3 }).map(({ size }) => size)).toEqual([240, 500, 60]);
});

test('of its own accord the table shows the telling metrics', () => {
  expect(ids(usualColumns([{ name: 'test/accuracy', runs: 3 }]))).toContain('metric.test/accuracy');
  expect(ids(usualColumns([]))).not.toContain('metric.test/accuracy');
});

test('the list is asked for the parameters shown, the CSV for all that is not in it anyway', () => {
  const columns = readColumns('name,metric.test/f1,parameter.lr,parameter.a\\,b,tag.team');
  expect(parametersOf(columns)).toBe('lr,a\\,b');
  expect(csvColumnsOf(columns)).toBe('metric.test/f1,parameter.lr,parameter.a\\,b,tag.team');
  expect(parametersOf(readColumns('name'))).toBeUndefined();
  expect(csvColumnsOf(readColumns('name'))).toBeUndefined();
});

test('losses are sorted from the smallest, scores from the largest', () => {
  expect(columnOf('metric.validation/loss')?.firstDescending).toBe(false);
  expect(columnOf('metric.test/f1')?.firstDescending).toBe(true);
  expect(columnOf('tag.team')?.sort).toBeNull();
});
