import { light, seriesStyle } from '@trainyard/sections';
import { expect, it } from 'vitest';
import { overlayOption, overlaySentence } from './overlay-option.ts';

const curve = { steps: [1, 2], mean: [0.5, 0.7], low: [0.5, 0.7], high: [0.5, 0.7], exact: true };

it('a run keeps its line although another before it has no such metric, and is dashed from the sixth on', () => {
  const curves = [...Array(6).keys()].map((at) => ({ name: `${at}`, curve: at === 0 ? null : curve }));
  const option = overlayOption(light, 'validation/accuracy', curves, 0);
  const series = option.series as unknown as { name: string; lineStyle: { color: string; type: string } }[];
  expect(series.map(({ name }) => name)).toEqual(['1', '2', '3', '4', '5']);
  expect(series[0]?.lineStyle.color).toBe(seriesStyle(light, 1).colour);
  expect(series.at(-1)?.lineStyle.type).toBe('dashed');
});

it('says where each run ended, values that are none passed over', () => {
  const broken = { ...curve, mean: [0.4, Number.NaN] };
  const curves = [
    { name: 'a', curve },
    { name: 'b', curve: broken },
    { name: 'c', curve: null },
  ];
  expect(overlaySentence('validation/accuracy', curves, String)).toBe('Val accuracy: a ends at 0.7, b ends at 0.4.');
  expect(overlaySentence('x', [], String)).toContain('none of the runs');
});
