import { expect, test } from 'vitest';
import { basicFields, controlOf, fieldsOf, groupedFields } from './field.ts';

const schema = {
  type: 'object',
  required: ['command'],
  properties: {
    command: {
      oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      'x-ui': { label: 'Command' },
    },
    rate: {
      type: 'number',
      minimum: 1e-6,
      maximum: 1,
      default: 0.001,
      'x-ui': { control: 'slider', log: true, basic: true, unit: 'Hz', tooltip: 'Step size.' },
    },
    window: {
      type: 'object',
      title: 'Window',
      properties: { seconds: { type: 'number', default: 1, title: 'Window length', 'x-ui': { group: 'data' } } },
    },
  },
};

test('every leaf of a schema becomes a field, objects give the section', () => {
  const fields = fieldsOf(schema);
  expect(fields.map(({ path, label, group, section, control }) => [path, label, group, section, control])).toEqual([
    ['command', 'Command', 'training', null, 'choice'],
    ['rate', 'Rate', 'training', null, 'slider'],
    ['window.seconds', 'Window length', 'data', 'Window', 'number'],
  ]);
  expect(fields[1]).toMatchObject({
    unit: 'Hz',
    tooltip: 'Step size.',
    log: true,
    expects: 'a number from 0.000001 to 1 Hz',
  });
});

test('a beginner sees what is marked basic and what has no default', () => {
  const fields = fieldsOf(schema);
  expect(basicFields(fields, (path) => (path === 'command' ? undefined : 1)).map((one) => one.path)).toEqual([
    'command',
    'rate',
  ]);
  const unmarked = fieldsOf({ type: 'object', properties: { a: { type: 'integer', default: 1 } } });
  expect(basicFields(unmarked, () => 1)).toHaveLength(1);
});

test('groups come in one order, empty ones are left out', () => {
  expect(groupedFields(fieldsOf(schema)).map((group) => group.id)).toEqual(['data', 'training']);
});

test('the control follows the schema, whatever the trainer wishes', () => {
  const cases: [object, string | undefined, string][] = [
    [{ type: 'integer', enum: [16, 32] }, 'slider', 'select'],
    [{ type: 'boolean' }, undefined, 'switch'],
    [{ type: 'integer', minimum: 1 }, 'slider', 'number'],
    [{ type: 'integer', minimum: 1, maximum: 5 }, 'slider', 'slider'],
    [{ type: 'integer', minimum: 1, maximum: 5 }, undefined, 'number'],
    [{ type: ['integer', 'null'], minimum: 1, maximum: 5 }, undefined, 'number'],
    [{ type: 'string' }, 'select', 'text'],
    [{ type: 'string', maxLength: 2000 }, 'text', 'long-text'],
    [{ type: 'array', items: { type: 'integer' } }, undefined, 'list'],
    [{ type: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true }, undefined, 'multiselect'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, 'multiselect', 'multiselect'],
    [{ type: 'array', items: { type: 'object' } }, 'list', 'json'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'text', 'pairs'],
    [{ type: 'object' }, undefined, 'json'],
    [{}, undefined, 'json'],
  ];
  for (const [given, wish, control] of cases) expect(controlOf({ ...given }, wish, false)).toBe(control);
});

test('objects within objects give a section of both titles', () => {
  const rate = { type: 'object', properties: { warm: { type: 'integer' } } };
  const deep = { type: 'object', properties: { training: { type: 'object', properties: { rate } } } };
  expect(fieldsOf(deep).map(({ path, section }) => [path, section])).toEqual([
    ['training.rate.warm', 'Training, Rate'],
  ]);
});
