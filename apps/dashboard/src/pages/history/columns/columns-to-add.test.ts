import { expect, test } from 'vitest';
import { columnsToAdd } from './columns-to-add.ts';

test('what is shown already is not offered again', () => {
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
  const [ofRun, metrics, parameters, tags] = columnsToAdd(known, [{ id: 'name' }, { id: 'metric.loss' }]);
  expect(ofRun?.options.map(({ id }) => id)).not.toContain('name');
  expect(ofRun?.options).toContainEqual({ id: 'notes', label: 'Notes', runs: null });
  expect(metrics?.options).toEqual([{ id: 'metric.test/f1', label: 'test/f1', runs: 3 }]);
  expect(parameters?.options).toHaveLength(1);
  expect(tags?.options).toEqual([]);
  expect(columnsToAdd(undefined, [])[1]?.options).toEqual([]);
});
