import { expect, test } from 'vitest';
import { changedSettings, continueFields, valueAt } from './continue-fields.ts';

const schema = {
  type: 'object',
  properties: {
    epochs: { type: 'integer', minimum: 1, 'x-ui': { label: 'Epochs', tooltip: 'How many.' } },
    optimizer: { type: 'object', properties: { name: { enum: ['adam', 'sgd'] }, rate: { type: 'number' } } },
    shuffle: { type: 'boolean' },
  },
};
const config = { epochs: 10, optimizer: { name: 'adam', rate: 0.01 }, shuffle: true };

test('fields come from the schema, nested ones too; what it does not know is left out', () => {
  const fields = continueFields(['epochs', 'optimizer.name', 'not.there'], schema);
  expect(fields).toMatchObject([
    { path: 'epochs', label: 'Epochs', kind: 'integer', minimum: 1, tooltip: 'How many.' },
    { path: 'optimizer.name', label: 'optimizer.name', kind: 'choice', choices: ['adam', 'sgd'] },
  ]);
  expect(continueFields(['epochs'], null)).toEqual([]);
});

test('the value of the run is found by its path', () => {
  expect(valueAt(config, 'optimizer.rate')).toBe(0.01);
  expect(valueAt(config, 'optimizer.rate.deep')).toBeUndefined();
});

test('only what was changed is sent, as what it is', () => {
  const fields = continueFields(['epochs', 'optimizer.name', 'optimizer.rate', 'shuffle'], schema);
  const typed = { epochs: '20', 'optimizer.name': 'adam', 'optimizer.rate': '', shuffle: false };
  expect(changedSettings(fields, typed, config)).toEqual({ epochs: 20, shuffle: false });
});
