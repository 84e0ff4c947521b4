import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lineChart } from '@trainyard/sections';
import { useMemo, useState } from 'react';
import { Chart } from '../../../charts/chart.tsx';
import { useChartPalette } from '../../../charts/use-chart-palette.ts';
import { LoadingState } from '../../../components/loading-state.tsx';
import type { ResultSource } from '../result-source.ts';
import { lowAndHigh } from './low-and-high.ts';
import classes from './predictions.module.css';
import { recordingWords } from './recording-words.ts';

const height = 170;
const points = 600;

/** The recording that a sample is, or the window of one, as waveform or spectrum. Data of other kinds have none, and nothing is drawn. */
export function RecordingPicture({ source, sample }: { source: ResultSource; sample: string }) {
  const palette = useChartPalette();
  const [kind, setKind] = useState('waveform');
  const signal = useQuery({
    // Read anew once it is known how the run has cut its windows.
    queryKey: ['signal of a result', source.run.id, source.readOnly, source.config === null, sample],
    queryFn: ({ signal: stop }) => source.readSignal({ sample, points }, stop),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  const view = signal.data;
  const option = useMemo(() => {
    if (view === undefined) return null;
    const colour = palette.series[0] ?? palette.accent;
    const line = { colour, dash: 'solid' as const, width: 1 };
    if (kind === 'spectrum') {
      return lineChart(palette, {
        x: { label: 'frequency', unit: 'Hz' },
        y: { label: 'amplitude', min: 0 },
        lines: [{ ...line, name: 'amplitude', x: view.spectrum.hz, y: view.spectrum.amplitude }],
      });
    }
    const { x, y } = lowAndHigh(view.waveform);
    return lineChart(palette, {
      x: { label: 'time', unit: 's', min: view.from_s, max: view.from_s + view.n / view.rate_hz },
      y: { label: view.channels[view.channel] ?? 'signal' },
      lines: [{ ...line, name: 'signal', x, y }],
    });
  }, [view, kind, palette]);
  if (signal.error !== null && view === undefined) return null;
  if (view === undefined || option === null) return <LoadingState rows={4} what="Loading the recording" />;
  const words = recordingWords(view, sample);
  return (
    <figure>
      <div className={classes.pictureHead}>
        <figcaption className="muted" dir="auto">
          {words}
        </figcaption>
        <SegmentedControl
          aria-label="How the recording is drawn"
          data={[
            { value: 'waveform', label: 'Waveform' },
            { value: 'spectrum', label: 'Spectrum' },
          ]}
          value={kind}
          onChange={setKind}
        />
      </div>
      <Chart option={option} sentence={`${words} Drawn as ${kind}.`} height={height} />
    </figure>
  );
}
