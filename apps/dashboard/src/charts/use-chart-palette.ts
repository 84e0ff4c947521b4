import { type Palette, palettes } from '@trainyard/sections/palette';
import { useColourMode } from '../theme/colour-mode.ts';

/** The colours of charts in the mode that the page has now. */
export function useChartPalette(): Palette {
  return palettes[useColourMode().scheme];
}
