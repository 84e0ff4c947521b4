import { useQuery } from '@tanstack/react-query';
import { amplitudeSpectrum } from '@trainyard/domain/signal';
import { formatNumber, type Mark, type SignalFile } from '@trainyard/sections';
import { useId, useMemo } from 'react';
import { Chart } from '../charts/chart.tsx';
import { useChartPalette } from '../charts/use-chart-palette.ts';
import { LoadingState } from '../components/loading-state.tsx';
import classes from './failure-list.module.css';
import { firstRow, parseNpy } from './npy.ts';
import type { ReadFile } from './run-file.ts';
import { type Looked, signalOption, spectrumOption, spectrumWords } from './signal-option.ts';

const height = 170;
/** How many lines apart two tones must be to show as two, with Hann's window. */
const hannWidth = 2;

export interface SignalPictureProps {
  signal: SignalFile;
  readFile: ReadFile;
  /** What the model looked at, drawn over the signal. */
  looked?: Looked | null;
  /** Shows the spectrum too, with these lines marked. */
  marks?: readonly Mark[];
}

/** The waveform of a sample, read from the file that the trainer kept of it; where it is asked for, its spectrum. */
export function SignalPicture({ signal, readFile, looked = null, marks }: SignalPictureProps) {
  const palette = useChartPalette();
  const words = useId();
  const wave = useQuery({
    // A file of a run never changes: what was read once is right for good.
    queryKey: ['signal of a section', readFile, signal.file],
    queryFn: async ({ signal: abort }) => firstRow(parseNpy(await readFile(signal.file, abort))),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const values = wave.data;
  const option = useMemo(
    () => values && signalOption(palette, values, signal, looked),
    [values, palette, signal, looked],
  );
  const asked = marks !== undefined;
  const spectrum = useMemo(
    () => (values && asked ? amplitudeSpectrum(values, signal.rateHz) : null),
    [values, signal, asked],
  );
  const lines = useMemo(
    () => (spectrum && marks ? spectrumOption(palette, spectrum, marks) : null),
    [palette, spectrum, marks],
  );
  if (wave.isPending) return <LoadingState rows={4} what="Loading the signal" />;
  if (!values || !option) {
    const why = wave.error instanceof Error ? wave.error.message : '';
    return <p className={classes.missing}>The signal cannot be shown. {why}</p>;
  }
  return (
    <>
      <figure className={classes.signal}>
        <Chart option={option} describedBy={words} height={height} />
        <figcaption id={words} className={classes.caption}>
          {signalWords(values, signal)}
          {looked !== null && ` The second line is what the model looked at (${looked.method}).`}
        </figcaption>
      </figure>
      {spectrum !== null && lines !== null && marks !== undefined && (
        <figure className={classes.signal}>
          <Chart option={lines} describedBy={`${words}-spectrum`} height={height} />
          <figcaption id={`${words}-spectrum`} className={classes.caption}>
            {spectrumWords(spectrum, marks, (hannWidth * signal.rateHz) / (values?.length ?? 1))}
          </figcaption>
        </figure>
      )}
    </>
  );
}

function signalWords(values: Float64Array, signal: SignalFile): string {
  let peak = 0;
  let power = 0;
  for (const value of values) {
    peak = Math.max(peak, Math.abs(value));
    power += value * value;
  }
  const unit = signal.unit === '' ? '' : ` ${signal.unit}`;
  const rms = Math.sqrt(power / Math.max(1, values.length));
  const [first] = signal.channels;
  const channel =
    first === undefined
      ? ''
      : `Channel ${first}${signal.channels.length > 1 ? `, the first of ${signal.channels.length}` : ''}: `;
  return `${channel}${formatNumber(values.length / signal.rateHz)} s at ${formatNumber(signal.rateHz)} Hz: root mean square ${formatNumber(rms)}${unit}, peak ${formatNumber(peak)}${unit}.`;
}
