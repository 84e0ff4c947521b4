import { type Palette, palettes } from '@trainyard/sections/palette';

export type ColourScheme = 'light' | 'dark';

/** What charts of this mode are drawn with, the same as on paper; tokens.css holds the same colours for everything else. */
export function chartPalette(scheme: ColourScheme): Palette {
  return palettes[scheme];
}
