import { heatColour } from '@trainyard/sections';
import { light, rgbOf } from '@trainyard/sections/palette';
import { describe, expect, it } from 'vitest';
import { colourTable } from './heat-pixels.ts';

describe('the colours of a heat map', () => {
  it('run from one end of the ramp to the other, and mark what is not finite', () => {
    const heat = { low: 0, high: 10, scale: 'steps' as const, classes: [] };
    const colour = colourTable(heat, (value) => heatColour(light, heat, value));
    expect(colour(0)).toEqual([...rgbOf(light.ramp.from), 255]);
    expect(colour(10)).toEqual([...rgbOf(light.ramp.to), 255]);
    expect(colour(Number.NaN)).not.toEqual(colour(0));
  });

  it('are those of the classes where values are classes', () => {
    const heat = { low: 0, high: 2, scale: 'classes' as const, classes: [] };
    const colour = colourTable(heat, (value) => heatColour(light, heat, value));
    expect(colour(1)).toEqual([...rgbOf(light.series[1] ?? ''), 255]);
  });

  it('of equal values are one colour', () => {
    const heat = { low: 3, high: 3, scale: 'steps' as const, classes: [] };
    expect(colourTable(heat, (value) => heatColour(light, heat, value))(3)).toHaveLength(4);
  });
});
