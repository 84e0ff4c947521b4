import { expect, test } from 'vitest';
import { recordedFor, unitsOf } from './dataset-words.ts';

test('the physical unit is counted where there is one', () => {
  expect(
    unitsOf({
      units: [
        { column: 'file', values: 9, physical: false },
        { column: 'bearing', values: 1200, physical: true },
      ],
    }),
  ).toBe('1200');
  expect(unitsOf({ units: [] })).toBe('–');
});

test('data without time has no length', () => {
  expect(recordedFor({ seconds: null })).toBe('–');
  expect(recordedFor({ seconds: { min: 1, max: 2, total: 90 } })).toContain('1');
});
