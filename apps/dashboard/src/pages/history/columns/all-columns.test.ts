import { expect, test } from 'vitest';
import { allColumns } from './all-columns.ts';

test('every column is listed with whether it is shown; the name always is', () => {
  const known = {
    metrics: [
      { name: 'test/f1', runs: 3 },
      { name: 'loss', runs: 2 },
    ],
    parameters: [{ name: 'lr', runs: 3 }],
    tags: [],
    trainers: [],
    datasets: [],
    owners: [],
    statuses: [],
  };
  const [ofRun, metrics, parameters, tags] = allColumns(known, [{ id: 'name' }, { id: 'metric.loss' }]);
  expect(ofRun?.options.map(({ id }) => id)).not.toContain('name');
  expect(ofRun?.options).toContainEqual({ id: 'notes', label: 'Notes', runs: null, shown: false });
  expect(metrics?.options.map(({ id, shown }) => [id, shown])).toEqual([
    ['metric.test/f1', false],
    ['metric.loss', true],
  ]);
  expect(parameters?.options).toHaveLength(1);
  expect(tags?.options).toEqual([]);
  expect(allColumns(undefined, [])[1]?.options).toEqual([]);
});
