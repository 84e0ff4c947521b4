import { SegmentedControl } from '@mantine/core';
import { lineChart } from '@trainyard/sections';
import { useMemo, useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { Chart } from '../../../charts/chart.tsx';
import { useChartPalette } from '../../../charts/use-chart-palette.ts';
import { LoadingState } from '../../../components/loading-state.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { formatNumber } from '../../../format/number.ts';
import { lowAndHigh } from './low-and-high.ts';
import classes from './predictions.module.css';

const height = 170;
const points = 600;

/** The recording that a sample was cut from, as waveform or spectrum. Data of other kinds have none, and nothing is drawn. */
export function RecordingPicture({ dataset, sample }: { dataset: string; sample: string }) {
  const palette = useChartPalette();
  const [kind, setKind] = useState('waveform');
  const signal = useRoute(
    'getSignal',
    { params: { name: dataset }, query: { sample, points } },
    { keepPrevious: true, freshMs: 300_000 },
  );
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
      x: { label: 'time', unit: 's', min: 0, max: view.n / view.rate_hz },
      y: { label: view.channels[view.channel] ?? 'signal' },
      lines: [{ ...line, name: 'signal', x, y }],
    });
  }, [view, kind, palette]);
  if (signal.error !== null && view === undefined) return null;
  if (view === undefined || option === null) return <LoadingState rows={4} what="Loading the recording" />;
  const seconds = formatDuration(view.n / view.rate_hz);
  const words = `Recording ${view.sample_id}: ${seconds} at ${formatNumber(view.rate_hz)} Hz.`;
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
