import { expect, test } from 'vitest';
import { fieldsOf } from '../../../form/field.ts';
import { fullLabel, originRows } from './origin-rows.ts';

test('each value says where it came from, and what it would be otherwise', () => {
  const fields = fieldsOf({
    type: 'object',
    properties: {
      epochs: { type: 'integer' },
      batch: { type: 'integer', 'x-ui': { unit: 'windows' } },
      window: { type: 'object', title: 'Window', properties: { seconds: { type: 'number', title: 'Length' } } },
    },
  });
  const rows = originRows({
    fields,
    values: { epochs: 20, batch: 32, 'window.seconds': 1 },
    base: { epochs: 10, batch: 32, 'window.seconds': 1 },
    changes: { epochs: 20 },
    origin: { epochs: 'set', batch: 'preset', 'window.seconds': 'default' },
  });
  expect(rows).toEqual([
    { path: 'epochs', label: 'Epochs', value: '20', instead: '10', origin: 'changed' },
    { path: 'batch', label: 'Batch', value: '32 windows', instead: null, origin: 'preset' },
    { path: 'window.seconds', label: 'Window: Length', value: '1', instead: null, origin: 'default' },
  ]);
});

test('a label that names its section already is not told twice', () => {
  expect([fullLabel('Window length', 'Window'), fullLabel('k', 'Selection'), fullLabel('Epochs', null)]).toEqual([
    'Window length',
    'Selection: k',
    'Epochs',
  ]);
});
