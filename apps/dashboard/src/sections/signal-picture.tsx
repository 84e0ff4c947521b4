import { useQuery } from '@tanstack/react-query';
import { type CaseView, formatNumber, lineChart } from '@trainyard/sections';
import { useId, useMemo } from 'react';
import { Chart } from '../charts/chart.tsx';
import { useChartPalette } from '../charts/use-chart-palette.ts';
import { LoadingState } from '../components/loading-state.tsx';
import classes from './failure-list.module.css';
import { firstRow, parseNpy } from './npy.ts';
import type { ReadFile } from './run-file.ts';

const height = 170;

/** The waveform of a sample, read from the file that the trainer kept of it. */
export function SignalPicture({ signal, readFile }: { signal: NonNullable<CaseView['signal']>; readFile: ReadFile }) {
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
    () =>
      values &&
      lineChart(palette, {
        x: { label: 'time', unit: 's', min: 0, max: values.length / signal.rateHz },
        y: { label: signal.unit === '' ? 'signal' : signal.unit },
        lines: [
          {
            name: 'signal',
            x: Array.from(values, (_, i) => i / signal.rateHz),
            y: Array.from(values),
            colour: palette.series[0] ?? palette.accent,
            dash: 'solid',
            width: 1,
          },
        ],
      }),
    [values, palette, signal],
  );
  if (wave.isPending) return <LoadingState rows={4} what="Loading the signal" />;
  if (!values || !option) {
    const why = wave.error instanceof Error ? wave.error.message : '';
    return <p className={classes.missing}>The signal cannot be shown. {why}</p>;
  }
  return (
    <figure className={classes.signal}>
      <Chart option={option} describedBy={words} height={height} />
      <figcaption id={words} className={classes.caption}>
        {signalWords(values, signal)}
      </figcaption>
    </figure>
  );
}

function signalWords(values: Float64Array, signal: NonNullable<CaseView['signal']>): string {
  let peak = 0;
  let power = 0;
  for (const value of values) {
    peak = Math.max(peak, Math.abs(value));
    power += value * value;
  }
  const unit = signal.unit === '' ? '' : ` ${signal.unit}`;
  const rms = Math.sqrt(power / Math.max(1, values.length));
  return `${formatNumber(values.length / signal.rateHz)} s at ${formatNumber(signal.rateHz)} Hz: root mean square ${formatNumber(rms)}${unit}, peak ${formatNumber(peak)}${unit}.`;
}
