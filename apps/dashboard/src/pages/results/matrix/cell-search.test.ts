import { expect, it } from 'vitest';
import { cellOf, cellSearch, predictionQuery } from './cell-search.ts';

const cell = { truth: 'wear', prediction: '<b>ball</b>' };

it('a cell is told by both its ends', () => {
  expect(cellOf(cell)).toEqual(cell);
  expect(cellOf({ truth: 'wear' })).toBeNull();
});

it('a second click takes the choice back', () => {
  expect(cellSearch(cell, null)).toEqual(cell);
  expect(cellSearch(cell, { ...cell })).toEqual({ truth: undefined, prediction: undefined });
  expect(cellSearch(null, cell)).toEqual({ truth: undefined, prediction: undefined });
});

it('without a cell every mistake is asked for', () => {
  expect(predictionQuery(null, 20, undefined)).toEqual({ limit: 20, errors: 'true' });
  expect(predictionQuery(cell, 20, '40')).toEqual({ limit: 20, cursor: '40', ...cell });
});
