import { expect, test } from 'vitest';
import { fieldsOf } from '../../../form/field.ts';
import { type Checked, factsKey, fieldOfPath, problemsAt, problemsOf } from './problems.ts';

const schema = {
  type: 'object',
  properties: {
    epochs: { type: 'integer', minimum: 1, maximum: 500, default: 10 },
    batch: { type: 'integer', default: 32 },
    layers: { type: 'array', items: { type: 'integer' } },
    window: { type: 'object', properties: { seconds: { type: 'number' } } },
    split: { type: 'object', properties: { by: { type: 'string' } } },
  },
};
const rules = [
  { rule: 'self.batch <= data.train_size', message: 'Batch must be at most {data.train_size}', path: 'batch' },
];
const fields = fieldsOf(schema);
const facts = {
  samples: 100,
  classes: 2,
  train_size: 70,
  validation_size: 15,
  test_size: 15,
  min_rate_hz: 1,
  min_seconds: 1,
  channels: 1,
  number_columns: [],
};

function checked(issues: Checked['issues']): Checked {
  return {
    config: {},
    origin: {},
    issues,
    facts,
    name: 'x',
    split: null,
    estimate: { seconds: null, checkpoint_bytes: null, cost: null },
    warnings: [],
    yaml: '',
  };
}

const ask = (config: Record<string, unknown>, answer: Parameters<typeof problemsOf>[0]['answer']) =>
  problemsOf({ schema, rules, config, fields, dataset: 'demo', settings: [], answer });

test('a problem is shown at the field that it belongs to', () => {
  expect(fieldOfPath('layers[1]', fields)).toBe('layers');
  expect(fieldOfPath('window.seconds', fields)).toBe('window.seconds');
  expect(fieldOfPath('dataset', fields)).toBe('dataset');
  expect(fieldOfPath('nothing', fields)).toBeNull();
});

test('the rules speak before the server has answered', () => {
  expect(ask({ epochs: 0, batch: 32 }, null)).toEqual([
    { path: 'epochs', field: 'epochs', message: 'Epochs must be from 1 to 500, got 0' },
  ]);
});

test('facts of the last answer are used while data set and split stay the same', () => {
  const config = { epochs: 1, batch: 99 };
  const old = {
    checked: checked([{ path: 'dataset', message: 'gone' }]),
    current: false,
    factsKey: factsKey('demo', config),
  };
  expect(ask(config, old).map((one) => one.message)).toEqual(['Batch must be at most 70', 'gone']);
  expect(ask({ ...config, split: { by: 'row' } }, old).map((one) => one.message)).toEqual(['gone']);
});

test('the server’s answer to these very settings is all that is shown, beside the run’s own', () => {
  const answer = { checked: checked([{ path: 'epochs', message: 'served' }]), current: true, factsKey: '' };
  const problems = problemsOf({
    schema,
    rules,
    config: { epochs: 0 },
    fields,
    dataset: null,
    settings: [{ path: 'seed', message: 'Seed is odd' }],
    answer,
  });
  expect(problems.map((one) => [one.field, one.message])).toEqual([
    ['seed', 'Seed is odd'],
    ['epochs', 'served'],
  ]);
  expect(problemsAt(problems, 'epochs')).toEqual(['served']);
});
