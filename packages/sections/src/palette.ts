import { contrast, mix, ramp } from './oklab.ts';

export { contrast, luminance, mix, rgbOf } from './oklab.ts';

/** Colours of charts for one mode. `print` is for paper: the light hues, a little deeper lines. */
export interface Palette {
  mode: 'light' | 'dark' | 'print';
  surface: string;
  raised: string;
  line: string;
  text: string;
  muted: string;
  accent: string;
  ok: string;
  warn: string;
  bad: string;
  /** Ten hues; from the sixth on a line is dashed too, so that colour is never all that tells. */
  series: readonly string[];
  /** Of matrices and heat maps: from nothing to everything. */
  ramp: { from: string; to: string };
  /** Around zero: below, zero, above. */
  signed: { below: string; zero: string; above: string };
  font: string;
}

const pageFont = "'Inter Variable', Inter, system-ui, sans-serif";

export const light: Palette = {
  mode: 'light',
  surface: '#ffffff',
  raised: '#f0f2f5',
  line: '#dfe3e9',
  text: '#1b2430',
  muted: '#566271',
  accent: '#2557b8',
  ok: '#0f6b4f',
  warn: '#8a4b00',
  bad: '#a8203a',
  series: [
    '#1f5fc9',
    '#c0500a',
    '#0f7a5a',
    '#8a3fb5',
    '#b3245c',
    '#0a7490',
    '#7a6400',
    '#4c52c9',
    '#5d6b1d',
    '#6b5a4d',
  ],
  ramp: { from: '#f3f6fb', to: '#1f4fae' },
  signed: { below: '#b3500d', zero: '#f6f7f9', above: '#1f4fae' },
  font: pageFont,
};

export const dark: Palette = {
  mode: 'dark',
  surface: '#161b22',
  raised: '#1d242d',
  line: '#29313c',
  text: '#e6eaf0',
  muted: '#9aa6b5',
  accent: '#7fb0ff',
  ok: '#5ccfa6',
  warn: '#f0b264',
  bad: '#ff8fa3',
  series: [
    '#6fa5ff',
    '#f29a56',
    '#4fcb9d',
    '#c793f0',
    '#ff86ae',
    '#56c4de',
    '#d9bf4b',
    '#9ea4ff',
    '#b5c765',
    '#c9b3a2',
  ],
  ramp: { from: '#1d2733', to: '#5d92f0' },
  signed: { below: '#e58a45', zero: '#1d242d', above: '#6fa3ff' },
  font: pageFont,
};

export const print: Palette = { ...light, mode: 'print', line: '#d3d8e0', font: 'Inter' };

export const palettes = { light, dark, print } as const;

/** Hue and dash of the n-th series. */
export function seriesStyle(palette: Palette, index: number): { colour: string; dash: 'solid' | 'dashed' | 'dotted' } {
  const colour = palette.series[index % palette.series.length] ?? palette.accent;
  return { colour, dash: index < 5 ? 'solid' : index < 10 ? 'dashed' : 'dotted' };
}

/** Fill of a cell that holds a share of the whole, and the text colour that can be read on it. */
export function cellColours(palette: Palette, share: number): { fill: string; text: string } {
  const fill = mix(palette.ramp.from, palette.ramp.to, Number.isFinite(share) ? share : 0);
  return { fill, text: readableOn(fill) };
}

/** Black or white, whichever is read better: only true black leaves no grey on which neither reaches 4.5. */
export function readableOn(fill: string): string {
  return contrast(fill, '#ffffff') >= contrast(fill, '#000000') ? '#ffffff' : '#000000';
}

export const rampColours = (palette: Palette, steps = 32): string[] => ramp(palette.ramp.from, palette.ramp.to, steps);

export function signedColours(palette: Palette, steps = 33): string[] {
  const half = (steps + 1) >> 1;
  const below = ramp(palette.signed.below, palette.signed.zero, half);
  return [...below, ...ramp(palette.signed.zero, palette.signed.above, half).slice(1)];
}
