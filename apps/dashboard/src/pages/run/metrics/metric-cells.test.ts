import { expect, test } from 'vitest';
import { nextReading, type Reading } from '../live/reading.ts';
import { metricCells, orderedKeys } from './metric-cells.ts';

function series(key: string, ...values: number[]): [string, Reading] {
  let reading: Reading | undefined;
  values.forEach((value, i) => {
    reading = nextReading(reading, key, i + 1, value);
  });
  if (reading === undefined) throw new Error('expected values');
  return [key, reading];
}

const options = { stepWord: 'epoch', ended: false, most: 8 };

test('what is judged by comes first, and the test of a finished run before all', () => {
  const keys = [
    'learning_rate',
    'test/accuracy',
    'train/loss',
    'system/cpu_percent',
    'validation/loss',
    'validation/accuracy',
  ];
  const names = (ended: boolean) => orderedKeys(keys, ended).map(({ key }) => key);
  expect(names(false)).toEqual([
    'validation/accuracy',
    'validation/loss',
    'train/loss',
    'learning_rate',
    'test/accuracy',
  ]);
  expect(names(true)[0]).toBe('test/accuracy');
});

test('a cell tells value, direction, best and where, and the gap of training to validation', () => {
  const readings = new Map([series('train/loss', 2, 1, 1.25), series('validation/loss', 2, 1.5, 1.4)]);
  const [validation, train] = metricCells(readings, options);
  expect(validation).toMatchObject({
    label: 'Val loss',
    value: '1.400',
    trend: { arrow: 'down', tone: 'ok', words: 'down 0.1000' },
    best: 'best 1.400 at epoch 3',
    gap: null,
  });
  expect(train).toMatchObject({
    trend: { arrow: 'up', tone: 'bad' },
    best: 'best 1 at epoch 2',
    gap: 'gap to val 0.1500',
  });
});

test('shares are apart by points', () => {
  const readings = new Map([series('train/accuracy', 0.5, 0.9), series('validation/accuracy', 0.5, 0.4955)]);
  const [validation, train] = metricCells(readings, options);
  expect(validation).toMatchObject({ trend: { words: 'down 0.45 points' } });
  expect(train?.gap).toBe('gap to val 40.45 points');
});

test('a figure without a good end has no best, only its range and a plain arrow', () => {
  const [cell] = metricCells(new Map([series('learning_rate', 0.001, 0.0001)]), options);
  expect(cell).toMatchObject({ trend: { tone: 'plain' }, best: '1.00e-4 to 0.0010' });
});

test('NaN is shown as such and has no arrow', () => {
  const [cell] = metricCells(new Map([series('train/loss', 1, Number.NaN)]), options);
  expect(cell).toMatchObject({ value: 'NaN', trend: null, best: 'best 1 at epoch 1' });
});

test('a share is told in per cent, but not what only has such a name', () => {
  const cells = metricCells(
    new Map([series('validation/accuracy', 0.5, 0.75), series('train/accuracy', 61, 62)]),
    options,
  );
  expect(cells.map(({ value }) => value)).toEqual(['75.00\u202f%', '62']);
});

test('one value alone is no trend and no best', () => {
  const [cell] = metricCells(new Map([series('test/f1', 0.9)]), options);
  expect(cell).toMatchObject({ trend: null, best: null });
});
