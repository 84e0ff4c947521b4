import { expect, test } from 'vitest';
import { emptyDraft } from '../draft/draft.ts';
import { variationFaults } from './variation-faults.ts';

const item = {
  schema: { type: 'object', properties: { epochs: { type: 'integer', minimum: 1, maximum: 50, default: 5 } } },
  presets: [{ id: 'quick', title: 'Quick', purpose: 'p', recommended: true, config: {} }],
};
const draft = {
  ...emptyDraft('n'),
  trainer: 'line',
  variations: [
    { id: 'a', seed: 1 },
    { id: 'b', changes: { epochs: 99 } },
    { id: 'c', preset: 'gone' },
  ],
};

test('each variation is checked by the rules before anything is sent', () => {
  expect(variationFaults({ item, rules: [], draft, checked: null, refused: [] })).toEqual([
    [],
    ['Epochs must be from 1 to 50, got 99'],
    ['The preset "gone" is not there any more'],
  ]);
});

test('what the server refuses is shown at its run', () => {
  const refused = [
    { path: 'runs.0.epochs', message: 'of the draft' },
    { path: 'runs.1.dataset', message: 'no such data set' },
    { path: 'runs.10.dataset', message: 'of another' },
  ];
  expect(variationFaults({ item, rules: [], draft, checked: null, refused })[0]).toEqual(['no such data set']);
});
