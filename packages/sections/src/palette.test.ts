import { describe, expect, it } from 'vitest';
import { contrast, luminance, mix, ramp } from './oklab.ts';
import { cellColours, palettes, readableOn, seriesStyle, signedColours } from './palette.ts';
import { groundColour } from './region-chart.ts';

describe('a palette', () => {
  for (const [mode, palette] of Object.entries(palettes)) {
    it(`${mode}: ten different hues that stand out from the surface, and words that can be read on it`, () => {
      expect(new Set(palette.series).size).toBe(10);
      for (const hue of palette.series) expect(contrast(hue, palette.surface), hue).toBeGreaterThanOrEqual(3);
      for (const word of [palette.text, palette.muted, palette.bad, palette.warn, palette.ok, palette.accent]) {
        expect(contrast(word, palette.surface), word).toBeGreaterThanOrEqual(4.5);
      }
    });

    it(`${mode}: the figure in a cell can be read at every step of the ramp`, () => {
      for (let step = 0; step <= 100; step++) {
        const { fill, text } = cellColours(palette, step / 100);
        expect(contrast(fill, text), `${step} %`).toBeGreaterThanOrEqual(4.5);
      }
    });

    it(`${mode}: points of every hue and words stand out from the ground of every class`, () => {
      for (let k = 0; k < 20; k++) {
        const ground = groundColour(palette, k);
        for (const hue of palette.series) expect(contrast(hue, ground), `${hue} on ${k}`).toBeGreaterThanOrEqual(3);
        expect(contrast(palette.text, ground), `words on ${k}`).toBeGreaterThanOrEqual(4.5);
        if (k < 10) expect(contrast(ground, palette.surface), `ground ${k}`).toBeGreaterThan(1.1);
      }
    });
  }

  it('draws the first five series solid, then dashed, then dotted', () => {
    const styles = [0, 4, 5, 9, 10].map((n) => seriesStyle(palettes.light, n).dash);
    expect(styles).toEqual(['solid', 'solid', 'dashed', 'dashed', 'dotted']);
  });

  it('passes through zero in the middle of a signed scale', () => {
    const colours = signedColours(palettes.light);
    expect(colours).toHaveLength(33);
    expect(colours[16]).toBe(palettes.light.signed.zero);
  });
});

describe('a ramp in OKLab', () => {
  it('begins and ends where it was told, and only ever gets darker between', () => {
    const { from, to } = palettes.light.ramp;
    const steps = ramp(from, to, 20);
    expect([steps[0], steps[19]]).toEqual([from, to]);
    const light = steps.map(luminance);
    expect(light).toEqual([...light].sort((a, b) => b - a));
  });

  it('mixes black and white to the grey that looks half as light', () => {
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#636363');
    expect(readableOn('#000000')).toBe('#ffffff');
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  });
});
