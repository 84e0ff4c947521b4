import { expect, test } from 'vitest';
import { sampleRun } from '../live/sample-run.ts';
import { curveOfWindow } from './curve.ts';
import { rangeOfZoom, wholeRange, zoomByKey } from './curve-range.ts';

const curves = new Map([
  [
    'k',
    curveOfWindow({
      key: 'k',
      total: 2,
      points: [
        [1, 0, 0],
        [41, 0, 0],
      ],
      buckets: null,
    }),
  ],
]);
const { progress } = sampleRun();

test('the axis of a run that goes on reaches to the epoch that it will end at', () => {
  expect(wholeRange(['k'], curves, progress, false)).toEqual({ from: 1, to: 60, lastStep: 41 });
  expect(wholeRange(['k'], curves, progress, true)).toEqual({ from: 1, to: 41, lastStep: 41 });
  expect(wholeRange(['k'], curves, { ...progress, epoch: 3, total_epochs: 5 }, false).to).toBe(41);
  expect(wholeRange(['other'], curves, progress, false)).toEqual({ from: 0, to: 1, lastStep: null });
});

test('per cent of the axis are steps, and nearly all is all', () => {
  expect(rangeOfZoom({ start: 50, end: 75 }, { from: 0, to: 200 })).toEqual({ from: 100, to: 150 });
  expect(rangeOfZoom({ start: 0.01, end: 100 }, { from: 0, to: 200 })).toBeNull();
});

test('keys zoom and move, and never leave the axis', () => {
  expect(zoomByKey('+', { start: 0, end: 100 })).toEqual({ start: 18.75, end: 81.25 });
  expect(zoomByKey('-', { start: 40, end: 60 })).toEqual({ start: 34, end: 66 });
  expect(zoomByKey('ArrowLeft', { start: 0, end: 40 })).toEqual({ start: 0, end: 40 });
  expect(zoomByKey('ArrowRight', { start: 50, end: 90 })).toEqual({ start: 60, end: 100 });
  expect(zoomByKey('0', { start: 50, end: 90 })).toEqual({ start: 0, end: 100 });
  expect(zoomByKey('x', { start: 50, end: 90 })).toBeNull();
});
