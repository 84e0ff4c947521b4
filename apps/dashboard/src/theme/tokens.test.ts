import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { palettes } from '@trainyard/sections/palette';
import { expect, test } from 'vitest';

async function tokens(): Promise<Record<'light' | 'dark', Map<string, string>>> {
  const text = await readFile(fileURLToPath(new URL('./tokens.css', import.meta.url)), 'utf8');
  const [light = '', dark = ''] = text.split(':root[data-mantine-color-scheme="dark"]');
  const read = (part: string) =>
    new Map([...part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
  return { light: read(light), dark: read(dark) };
}

test('pages and charts are drawn in the same colours', async () => {
  const both = await tokens();
  for (const mode of ['light', 'dark'] as const) {
    const palette = palettes[mode];
    palette.series.forEach((hue, index) => {
      expect(both[mode].get(`chart-${index + 1}`)).toBe(hue);
    });
    for (const name of ['surface', 'raised', 'line', 'text', 'muted', 'accent', 'ok', 'warn', 'bad'] as const) {
      expect(both[mode].get(name)).toBe(palette[name]);
    }
  }
});

test('a colour that is set for one mode is set for the other', async () => {
  const { light, dark } = await tokens();
  expect([...dark.keys()].sort()).toEqual([...light.keys()].sort());
});

/** WCAG's contrast of two colours. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test('every word can be read on every ground that it stands on', async () => {
  const both = await tokens();
  for (const mode of ['light', 'dark'] as const) {
    const colour = (name: string) => both[mode].get(name) ?? '#808080';
    for (const ground of ['page', 'surface', 'raised']) {
      for (const word of ['text', 'muted', 'accent', 'ok', 'warn', 'bad']) {
        expect(contrast(colour(word), colour(ground)), `${word} on ${ground}, ${mode}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const tint of ['accent', 'ok', 'warn', 'bad']) {
      expect(contrast(colour(tint), colour(`soft-${tint}`)), `${tint}, ${mode}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast('#ffffff', colour('filled')), `filled, ${mode}`).toBeGreaterThanOrEqual(4.5);
  }
});
