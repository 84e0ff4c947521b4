import { type Spectrum, strongestLine, thinSpectrum } from '@trainyard/domain/signal';
import { type ChartOption, formatNumber, lineChart, type Mark, type SignalFile } from '@trainyard/sections';
import type { Palette } from '@trainyard/sections/palette';

export interface Looked {
  method: string;
  values: readonly number[];
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

export function spectrumOption(palette: Palette, spectrum: Spectrum, marks: readonly Mark[]): ChartOption {
  const { hz, amplitude } = thinSpectrum(spectrum, spectrumPoints);
  return lineChart(palette, {
    // Decades of frequency: orders of the shaft lie far below what a housing rings at.
    x: { label: 'frequency', unit: 'Hz', log: true },
    y: { label: 'amplitude', log: true },
    marks: marks.filter(({ x }) => x >= (hz[1] ?? 0) && x < (hz.at(-1) ?? 0)),
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

/** The strongest line, what is told apart at all, and where the named ones lie. */
export function spectrumWords(spectrum: Spectrum, marks: readonly Mark[], resolutionHz: number): string {
  const best = strongestLine(spectrum);
  const strongest =
    best === null
      ? ''
      : ` Strongest at ${formatNumber(best.hz)} Hz (${formatNumber(best.amplitude)}); lines less than ${formatNumber(resolutionHz)} Hz apart run together.`;
  return marks.length === 0
    ? `Spectrum.${strongest} No speed is known, so no order is marked.`
    : `Spectrum.${strongest}${markedWords(marks)}`;
}

/** ` Marked: 1X 25 Hz, 2X 50 Hz.`, to stand behind another sentence; nothing where nothing is. */
export function markedWords(marks: readonly Mark[]): string {
  const named = marks.map(({ x, label }) => `${label} ${formatNumber(x)} Hz`);
  return named.length === 0 ? '' : ` Marked: ${named.join(', ')}.`;
}
