import { amplitudeSpectrum, thinSpectrum } from '@trainyard/domain/signal';
import { type ChartOption, formatNumber, lineChart, type SignalFile } from '@trainyard/sections';
import type { Palette } from '@trainyard/sections/palette';

export interface Looked {
  method: string;
  values: readonly number[];
}

export interface Mark {
  x: number;
  label: string;
}

/** More lines than a picture is wide are not seen. */
const spectrumPoints = 800;

export function signalOption(
  palette: Palette,
  values: Float64Array,
  signal: SignalFile,
  looked: Looked | null,
): ChartOption {
  const seconds = values.length / signal.rateHz;
  const wave = {
    name: 'signal',
    x: Array.from(values, (_, i) => i / signal.rateHz),
    y: Array.from(values),
    colour: palette.series[0] ?? palette.accent,
    dash: 'solid',
    width: 1,
  } as const;
  const x = { label: 'time', unit: 's', min: 0, max: seconds };
  const y = { label: signal.unit === '' ? 'signal' : signal.unit };
  if (looked === null) return lineChart(palette, { x, y, lines: [wave] });
  const line = {
    name: 'looked at',
    x: looked.values.map((_, i) => ((i + 0.5) / looked.values.length) * seconds),
    y: looked.values,
    colour: palette.series[1] ?? palette.accent,
    dash: 'solid',
    right: true,
    points: false,
  } as const;
  return lineChart(palette, { x, y, right: { label: 'looked at', min: 0, max: 1 }, lines: [wave, line] });
}

export function spectrumOption(
  palette: Palette,
  values: Float64Array,
  signal: SignalFile,
  marks: readonly Mark[],
): ChartOption {
  const { hz, amplitude } = thinSpectrum(amplitudeSpectrum(values, signal.rateHz), spectrumPoints);
  return lineChart(palette, {
    // Decades of frequency: orders of the shaft lie far below what a housing rings at.
    x: { label: 'frequency', unit: 'Hz', log: true },
    y: { label: 'amplitude', log: true },
    marks: marks.filter(({ x }) => x > (hz[1] ?? 0) && x < (hz.at(-1) ?? 0)),
    lines: [
      {
        name: 'amplitude',
        x: hz.slice(1),
        y: amplitude.slice(1),
        colour: palette.series[0] ?? palette.accent,
        dash: 'solid',
        width: 1,
        points: false,
      },
    ],
  });
}

/** The strongest line, and how strong the named ones are. */
export function spectrumWords(values: Float64Array, signal: SignalFile, marks: readonly Mark[]): string {
  const { hz, amplitude } = amplitudeSpectrum(values, signal.rateHz);
  let best = 1;
  for (let i = 2; i < amplitude.length; i += 1) if ((amplitude[i] ?? 0) > (amplitude[best] ?? 0)) best = i;
  const strongest = `Strongest at ${formatNumber(hz[best] ?? 0)} Hz (${formatNumber(amplitude[best] ?? 0)}).`;
  const named = marks.map(({ x, label }) => `${label} ${formatNumber(x)} Hz`);
  return named.length === 0
    ? `Spectrum. ${strongest} No speed is known, so no order is marked.`
    : `Spectrum. ${strongest} Marked: ${named.join(', ')}.`;
}
