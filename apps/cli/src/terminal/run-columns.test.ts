import { expect, it } from 'vitest';
import { columnsOf, columnText } from './run-columns.ts';
import { sampleRun } from './sample-run.ts';

it('columns of the list of runs are metrics, parameters and tags by name', () => {
  const columns = columnsOf('metric.test/accuracy, parameter.model.width,tag.team\\, blue') ?? [];
  expect(columns.map(({ group, key }) => [group, key])).toEqual([
    ['metric', 'test/accuracy'],
    ['parameter', 'model.width'],
    ['tag', 'team, blue'],
  ]);
  const run = sampleRun({
    metrics: { 'test/accuracy': 0.98123 },
    parameters: { 'model.width': '8' },
    tags: { 'team, blue': 'yes' },
  });
  expect(columns.map((column) => columnText(run, column))).toEqual(['0.9812', '8', 'yes']);
  expect(columns.map((column) => columnText(sampleRun({ metrics: {}, tags: {} }), column))).toEqual(['', '', '']);
});

it('what is no column is told from what is', () => {
  for (const text of ['name', 'metric.', 'colour.x', 'metric.a,b'])
    expect([text, columnsOf(text)]).toEqual([text, null]);
  expect(columnsOf('')).toEqual([]);
});
