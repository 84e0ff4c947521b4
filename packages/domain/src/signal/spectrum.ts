import { fft } from './fft.ts';

export interface Spectrum {
  hz: number[];
  amplitude: number[];
}

/** Longer stretches would tell lines apart that no picture shows. */
const longestSegment = 65_536;

function meanOf(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isFinite(value)) {
      sum += value;
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** Starts of segments that overlap by half or more, the last one at the very end: every value counts. */
function segmentStarts(n: number, length: number): number[] {
  const count = n === length ? 1 : Math.ceil((n - length) / (length / 2)) + 1;
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (n - length)) / (count - 1))));
}

/**
 * Amplitude by frequency: Hann windows, the mean taken away, the power of all segments averaged. A tone of amplitude 1 that lies
 * on a line shows as 1. Values that are no numbers count as the mean.
 */
export function amplitudeSpectrum(values: Float64Array, rateHz: number): Spectrum {
  const n = values.length;
  if (n < 2 || !(rateHz > 0)) return { hz: [], amplitude: [] };
  // A record that is not too long is one segment, filled up with zeros: a shorter one would tell fewer lines apart.
  const segment = Math.min(longestSegment, n);
  const length = 2 ** Math.ceil(Math.log2(segment));
  const mean = meanOf(values);
  const window = Float64Array.from({ length: segment }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / segment));
  let gain = 0;
  for (const weight of window) gain += weight;
  const starts = segmentStarts(n, segment);
  const power = new Float64Array(length / 2 + 1);
  for (const start of starts) {
    const real = new Float64Array(length);
    const imaginary = new Float64Array(length);
    for (let i = 0; i < segment; i += 1) {
      const value = values[start + i] ?? mean;
      real[i] = (Number.isFinite(value) ? value - mean : 0) * (window[i] ?? 0);
    }
    fft(real, imaginary);
    for (let k = 0; k < power.length; k += 1)
      power[k] = (power[k] ?? 0) + (real[k] ?? 0) ** 2 + (imaginary[k] ?? 0) ** 2;
  }
  const hz: number[] = [];
  const amplitude: number[] = [];
  for (let k = 0; k < power.length; k += 1) {
    // Both ends stand alone; every other line has a mirror image that holds half of it.
    const sides = k === 0 || k === length / 2 ? 1 : 2;
    hz.push((k * rateHz) / length);
    amplitude.push((sides * Math.sqrt((power[k] ?? 0) / starts.length)) / gain);
  }
  return { hz, amplitude };
}

/** The share of a line's number by which stretches grow, so that there are `points` of them at most. */
function growth(lines: number, points: number): number {
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 40; turn += 1) {
    const share = (low + high) / 2;
    // One line each up to 1 / share, then ever longer ones.
    const stretches = share * lines <= 1 ? lines : (1 + Math.log(share * lines)) / share;
    if (stretches > points) low = share;
    else high = share;
  }
  return high;
}

/**
 * About `points` lines at most: of each stretch the highest is kept, at its own frequency, so that no line is lost.
 * Stretches grow with the frequency, as on an axis of decades: the shaft's orders lie among the first lines.
 */
export function thinSpectrum(spectrum: Spectrum, points: number): Spectrum {
  const n = spectrum.hz.length;
  if (n <= points) return spectrum;
  const share = growth(n, points);
  const hz: number[] = [];
  const amplitude: number[] = [];
  for (let from = 0, to = 0; from < n; from = to) {
    to = Math.min(n, from + Math.max(1, Math.ceil(from * share)));
    let best = from;
    for (let k = from + 1; k < to; k += 1) {
      if ((spectrum.amplitude[k] ?? 0) > (spectrum.amplitude[best] ?? 0)) best = k;
    }
    hz.push(spectrum.hz[best] ?? 0);
    amplitude.push(spectrum.amplitude[best] ?? 0);
  }
  return { hz, amplitude };
}

/** The strongest line besides the mean; null where there is none. */
export function strongestLine({ hz, amplitude }: Spectrum): { hz: number; amplitude: number } | null {
  let best: { hz: number; amplitude: number } | null = null;
  for (const [i, at] of hz.entries()) {
    const strength = amplitude[i] ?? 0;
    if (at > 0 && (best === null || strength > best.amplitude)) best = { hz: at, amplitude: strength };
  }
  return best;
}
