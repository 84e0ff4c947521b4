import type { SignalView } from '@trainyard/contracts';
import { strongestLine } from '@trainyard/domain/signal';
import { formatNumber, lineChart, type Mark, type Palette } from '@trainyard/sections';
import { markedWords } from '../../sections/signal-option.ts';

type Option = ReturnType<typeof lineChart>;

/** Lowest and highest value of each pixel one after the other: what a thin line through all values would look like. */
export function envelope({ seconds, low, high }: SignalView['waveform']): { x: number[]; y: number[] } {
  const x: number[] = [];
  const y: number[] = [];
  for (const [i, at] of seconds.entries()) {
    const [below, above] = [low[i] ?? Number.NaN, high[i] ?? Number.NaN];
    x.push(at);
    y.push(below);
    if (above === below) continue;
    x.push(at);
    y.push(above);
  }
  return { x, y };
}

export function waveformOption(palette: Palette, view: SignalView): Option {
  const { x, y } = envelope(view.waveform);
  return lineChart(palette, {
    x: { label: 'time', unit: 's' },
    y: { label: view.channels[view.channel] ?? 'value' },
    lines: [
      { name: 'signal', x, y, colour: palette.series[0] ?? palette.accent, dash: 'solid', width: 1, points: false },
    ],
  });
}

/** `marks`: named places in Hz, such as the orders of the shaft. */
export function spectrumOption(palette: Palette, view: SignalView, log: boolean, marks: readonly Mark[] = []): Option {
  const { hz, amplitude } = view.spectrum;
  const kilo = (hz.at(-1) ?? 0) >= 2000;
  return lineChart(palette, {
    x: { label: 'frequency', unit: kilo ? 'kHz' : 'Hz' },
    y: { label: 'amplitude', log },
    marks: marks.filter(({ x }) => x < (hz.at(-1) ?? 0)).map(({ x, label }) => ({ x: kilo ? x / 1000 : x, label })),
    lines: [
      {
        name: 'amplitude',
        x: kilo ? hz.map((one) => one / 1000) : hz,
        y: amplitude,
        colour: palette.series[1] ?? palette.accent,
        dash: 'solid',
        width: 1,
        points: false,
      },
    ],
  });
}

export function waveformWords(view: SignalView): string {
  const { low, high, seconds } = view.waveform;
  if (seconds.length === 0) return 'No value lies in this stretch.';
  const from = seconds[0] ?? 0;
  const lowest = low.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = high.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return `${formatNumber(view.n / view.rate_hz)} s from ${formatNumber(from)} s at ${formatNumber(view.rate_hz)} Hz; values from ${formatNumber(lowest)} to ${formatNumber(highest)}.`;
}

/** The strongest line besides the mean, and where the named ones lie. */
export function spectrumWords({ spectrum }: Pick<SignalView, 'spectrum'>, marks: readonly Mark[] = []): string {
  const best = strongestLine(spectrum);
  if (best === null) return 'No spectrum: too few values.';
  return `Up to ${formatNumber(spectrum.hz.at(-1) ?? 0)} Hz; strongest at ${formatNumber(best.hz)} Hz with amplitude ${formatNumber(best.amplitude)}.${markedWords(marks)}`;
}
