import type { Palette } from '@trainyard/sections';

const width = 330;
const height = 70;
const left = 2;

/** The lowest and highest value of each stretch, so that no spike is lost. */
function envelope(values: Float64Array, stretches: number): { low: number; high: number }[] {
  const n = Math.min(stretches, values.length);
  return Array.from({ length: n }, (_, k) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = Math.floor((k * values.length) / n); i < Math.floor(((k + 1) * values.length) / n); i += 1) {
      const value = values[i] ?? Number.NaN;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return { low, high };
  });
}

function ofSeconds(seconds: number): string {
  return seconds >= 1 ? `${Number(seconds.toPrecision(3))} s` : `${Number((seconds * 1000).toPrecision(3))} ms`;
}

export interface SignalPicture {
  svg: string;
  /** What it shows, in words. */
  sentence: string;
}

/** A waveform, or null where there is nothing finite to draw. */
export function signalSvg(
  values: Float64Array,
  signal: { rateHz: number; unit: string },
  palette: Palette,
): SignalPicture | null {
  const bands = envelope(values, width * 2).filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  if (bands.length < 2) return null;
  const low = Math.min(...bands.map((band) => band.low));
  const high = Math.max(...bands.map((band) => band.high));
  const x = (k: number): string => (left + (k / (bands.length - 1)) * (width - 2 * left)).toFixed(1);
  const y = (value: number): string => (height - 6 - ((value - low) / (high - low || 1)) * (height - 12)).toFixed(1);
  const points = bands
    .flatMap((band, k) =>
      band.low === band.high ? [`${x(k)},${y(band.low)}`] : [`${x(k)},${y(band.low)}`, `${x(k)},${y(band.high)}`],
    )
    .join(' ');
  const zero =
    low < 0 && high > 0
      ? `<line x1="0" x2="${width}" y1="${y(0)}" y2="${y(0)}" stroke="${palette.line}" stroke-width="0.8"/>`
      : '';
  const unit = signal.unit === '' ? '' : ` ${signal.unit}`;
  const range = `${Number(low.toPrecision(3))} to ${Number(high.toPrecision(3))}${unit}`;
  const seconds = ofSeconds(values.length / signal.rateHz);
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="3" fill="none" stroke="${palette.line}"/>${zero}<polyline points="${points}" fill="none" stroke="${palette.series[0] ?? palette.accent}" stroke-width="0.8" stroke-linejoin="round"/></svg>`,
    sentence: `${seconds} at ${Number(signal.rateHz.toPrecision(6))} Hz, from ${range}`,
  };
}
