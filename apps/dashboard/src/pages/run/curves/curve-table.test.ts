import { expect, test } from 'vitest';
import { curveOfWindow } from './curve.ts';
import { curveCsv, curveSentence, curveTable } from './curve-table.ts';

const curves = new Map([
  [
    'train/loss',
    curveOfWindow({
      key: 'train/loss',
      total: 2,
      points: [
        [1, 2, 0],
        [2, 1, 0],
      ],
      buckets: null,
    }),
  ],
  [
    'validation/loss',
    curveOfWindow({ key: 'validation/loss', total: 900, points: null, buckets: [[2, 0.5, 3, 1.5, 900]] }),
  ],
]);
const chosen = ['train/loss', 'validation/loss', 'not there'];

test('lines stand side by side by step, with holes where one has none', () => {
  expect(curveTable(chosen, curves)).toEqual({
    columns: [
      { key: 'train/loss', label: 'Train loss' },
      { key: 'validation/loss', label: 'Val loss' },
    ],
    rows: [
      { step: 1, values: [2, null] },
      { step: 2, values: [1, 1.5] },
    ],
  });
});

test('a file has full numbers, and low and high of what was thinned', () => {
  expect(curveCsv('epoch', chosen, curves)).toBe(
    'epoch,train/loss,validation/loss mean,validation/loss low,validation/loss high\r\n1,2,,,\r\n2,1,1.5,0.5,3\r\n',
  );
});

test('a name that a spreadsheet would run is quoted', () => {
  const hostile = new Map([['=1+1,"x"', curveOfWindow({ key: '', total: 1, points: [[1, 'NaN', 0]], buckets: null })]]);
  expect(curveCsv('step', [...hostile.keys()], hostile)).toBe('step,"\'=1+1,""x"""\r\n1,NaN\r\n');
});

test('the picture is told in words', () => {
  expect(curveSentence('epoch', chosen, curves)).toBe(
    'Learning curves: Train loss from 2 to 1 at epoch 2; Val loss from 1.500 to 1.500 at epoch 2.',
  );
  expect(curveSentence('epoch', [], curves)).toBe('No points yet.');
});
