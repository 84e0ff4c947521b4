import { expect, test } from 'vitest';
import { nextReading, type Reading } from '../live/reading.ts';
import { curveMarks } from './curve-marks.ts';

let reading: Reading | undefined;
[3, 1, 2].forEach((value, i) => {
  reading = nextReading(reading, 'validation/loss', i + 1, value);
});
const readings = new Map(reading === undefined ? [] : [['validation/loss', reading]]);
const facts = { chosen: ['validation/loss'], readings, checkpoints: [], resumes: [] };

test('the best of the validation is marked where it was', () => {
  expect(curveMarks(facts)).toEqual([{ step: 2, label: 'best', kind: 'best' }]);
  expect(curveMarks({ ...facts, chosen: ['train/loss'] })).toEqual([]);
});

test('checkpoints and where an attempt went on are marked', () => {
  const checkpoints = [
    { name: 'ep-2', step: 2, epoch: 2, best: true },
    { name: 'ep-1', step: 1, epoch: 1, best: false },
  ];
  expect(curveMarks({ ...facts, checkpoints, resumes: [1] }).map(({ step, kind }) => [step, kind])).toEqual([
    [2, 'best-checkpoint'],
    [1, 'checkpoint'],
    [1, 'resume'],
    [2, 'best'],
  ]);
});

test('a checkpoint that counts steps stands at its epoch beside metrics that count epochs', () => {
  const checkpoints = [{ name: 's-2000', step: 2000, epoch: 2, best: false }];
  expect(curveMarks({ ...facts, checkpoints })[0]).toMatchObject({ step: 2, kind: 'checkpoint' });
});

test('a checkpoint that counts something else is not marked at a wrong place', () => {
  let far: Reading | undefined;
  for (const step of [25, 50, 200]) far = nextReading(far, 'validation/loss', step, 1);
  const reached = new Map(far === undefined ? [] : [['validation/loss', far]]);
  const checkpoints = [{ name: 'chunk-8', step: 8, epoch: null, best: false }];
  expect(curveMarks({ ...facts, readings: reached, checkpoints }).map(({ kind }) => kind)).toEqual(['best']);
});
