import type { HeatView } from '@trainyard/sections';
import { rgbOf } from '@trainyard/sections/palette';

const steps = 255;

/** Colours as bytes, worked out once for each of 256 steps instead of once for each of a million cells. */
export function colourTable(
  heat: Pick<HeatView, 'low' | 'high' | 'scale'>,
  colourOf: (value: number) => string,
): (value: number) => readonly [number, number, number, number] {
  const bytes = (value: number): [number, number, number, number] => [...rgbOf(colourOf(value)), 255];
  const odd = bytes(Number.NaN);
  if (heat.scale === 'classes') {
    const known = new Map<number, [number, number, number, number]>();
    return (value) => {
      if (!Number.isFinite(value)) return odd;
      const found = known.get(value) ?? bytes(value);
      known.set(value, found);
      return found;
    };
  }
  const width = heat.high - heat.low;
  const table = Array.from({ length: steps + 1 }, (_, i) => bytes(heat.low + (width * i) / steps));
  return (value) => {
    if (!Number.isFinite(value)) return odd;
    const step = width === 0 ? 0 : Math.round(((value - heat.low) / width) * steps);
    return table[Math.min(steps, Math.max(0, step))] ?? odd;
  };
}
