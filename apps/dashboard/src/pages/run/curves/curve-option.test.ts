import { light } from '@trainyard/sections/palette';
import { expect, test } from 'vitest';
import { curveOfWindow } from './curve.ts';
import { bandOf, type CurvePicture, curveOption, flat } from './curve-option.ts';

const exact = (key: string, ...values: number[]) =>
  [
    key,
    curveOfWindow({ key, total: values.length, points: values.map((value, i) => [i + 1, value, 0]), buckets: null }),
  ] as const;

const picture: CurvePicture = {
  palette: light,
  chosen: ['train/loss', 'validation/loss', 'validation/accuracy'],
  curves: new Map([
    exact('train/loss', 2, 1, 0),
    exact('validation/loss', 2, 1, 1.5),
    exact('validation/accuracy', 0.1, 0.5, 0.6),
  ]),
  ghosts: new Map(),
  smoothing: 0,
  log: false,
  stepWord: 'epoch',
  from: 1,
  to: 60,
  zoom: null,
  marks: [],
};
const linesOf = (option: Record<string, unknown>) => option.series as Record<string, unknown>[];

test('training is dashed, validation solid; losses stand left in blue, shares right in orange', () => {
  const lines = linesOf(curveOption(picture));
  expect(lines.map(({ id }) => id)).toEqual(['train/loss', 'validation/loss', 'validation/accuracy']);
  expect(lines.map(({ lineStyle }) => (lineStyle as { type: string }).type)).toEqual(['dashed', 'solid', 'solid']);
  expect(lines.map(({ yAxisIndex }) => yAxisIndex)).toEqual([0, 0, 1]);
  expect(lines.map(({ color }) => color)).toEqual([light.series[0], light.series[0], light.series[1]]);
});

test('smoothing draws the raw line faintly behind under the same name, so that the legend hides both', () => {
  const lines = linesOf(curveOption({ ...picture, chosen: ['train/loss'], smoothing: 0.6 }));
  expect(lines.map(({ id, name }) => [id, name])).toEqual([
    ['train/loss', 'Train loss'],
    ['raw train/loss', 'Train loss'],
  ]);
});

test('a thinned line shows the band from lowest to highest', () => {
  const thin = curveOfWindow({
    key: 'k',
    total: 900,
    points: null,
    buckets: [
      [0, 1, 9, 4, 450],
      [5, 2, 3, 2.5, 450],
    ],
  });
  expect([...bandOf(thin, false)]).toEqual([0, 1, 0, 9, 5, 2, 5, 3]);
  const lines = linesOf(curveOption({ ...picture, chosen: ['k'], curves: new Map([['k', thin]]) }));
  expect(lines.map(({ id }) => id)).toEqual(['k', 'raw k']);
});

test('what has no place on a log axis, and what is no number, is a gap and never a 0', () => {
  expect([...flat([1, 2, 3], [0, Number.POSITIVE_INFINITY, 2], true)]).toEqual([1, Number.NaN, 2, Number.NaN, 3, 2]);
  const option = curveOption({ ...picture, log: true });
  const axes = option.yAxis as { type: string }[];
  expect(axes.map(({ type }) => type)).toEqual(['log', 'value', 'value']);
});

test('a ghost is dotted and faint, marks stand on an axis of their own', () => {
  const ghosts = new Map([exact('train/loss', 3, 3)]);
  const marks = [
    { step: 2, label: 'best', kind: 'best' as const },
    { step: 2, label: 'ep-2', kind: 'checkpoint' as const },
  ];
  const lines = linesOf(curveOption({ ...picture, ghosts, marks }));
  const ghost = lines.find(({ id }) => id === 'ghost train/loss');
  expect(ghost).toMatchObject({ lineStyle: { type: 'dotted' } });
  expect(lines.find(({ id }) => id === 'marks')).toMatchObject({ yAxisIndex: 2, markLine: { data: [{ xAxis: 2 }] } });
  expect(lines.find(({ id }) => id === 'checkpoint')).toMatchObject({ type: 'scatter', yAxisIndex: 2 });
});

test('a picture for a file has no slider but keeps the stretch that is looked at', () => {
  const option = curveOption({ ...picture, forFile: true, zoom: { from: 10, to: 20 } });
  expect(option.dataZoom).toMatchObject([{ type: 'inside', startValue: 10, endValue: 20 }]);
});
