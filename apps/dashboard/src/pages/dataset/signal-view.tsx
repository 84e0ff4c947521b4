import { Checkbox, NativeSelect } from '@mantine/core';
import { orderMarks } from '@trainyard/domain/signal';
import { useId, useMemo, useState } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { Chart } from '../../charts/chart.tsx';
import { useChartPalette } from '../../charts/use-chart-palette.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import classes from './dataset.module.css';
import { spectrumOption, spectrumWords, waveformOption, waveformWords } from './signal-charts.ts';
import { Stretch, type StretchOfTime } from './stretch.tsx';

const points = 1200;
const height = 190;

/** A recording as it runs in time and as what it is made of. */
export function SignalView({
  full,
  sample,
  columns,
}: {
  full: string;
  sample: string;
  /** Of the sample, where they are known. */
  columns: Readonly<Record<string, string>> | undefined;
}) {
  const palette = useChartPalette();
  const words = useId();
  const [channel, setChannel] = useState(0);
  const [log, setLog] = useState(true);
  const [stretch, setStretch] = useState<StretchOfTime | null>(null);
  const signal = useRoute(
    'getSignal',
    {
      params: { name: full },
      query: { sample, channel, points, ...(stretch === null ? {} : stretch) },
    },
    { keepPrevious: true, freshMs: Number.POSITIVE_INFINITY },
  );
  const view = signal.data;
  const waveform = useMemo(() => view && waveformOption(palette, view), [palette, view]);
  const marks = useMemo(() => orderMarks(columns ?? {}), [columns]);
  const spectrum = useMemo(() => view && spectrumOption(palette, view, log, marks), [palette, view, log, marks]);
  return (
    <Panel
      title={<bdi title={sample}>{sample}</bdi>}
      note="waveform and spectrum"
      actions={
        <>
          {view !== undefined && view.channels.length > 1 && (
            <NativeSelect
              aria-label="Channel"
              value={String(channel)}
              onChange={(event) => setChannel(Number(event.currentTarget.value))}
              data={view.channels.map((name, index) => ({ value: String(index), label: name }))}
            />
          )}
          <Checkbox
            label="Logarithmic amplitude"
            checked={log}
            onChange={(event) => setLog(event.currentTarget.checked)}
          />
        </>
      }
    >
      {view === undefined || waveform === undefined || spectrum === undefined ? (
        signal.isError ? (
          <ErrorState error={signal.error} retry={() => void signal.refetch()} />
        ) : (
          <LoadingState rows={6} what="Loading the signal" />
        )
      ) : (
        <>
          <div className={classes.signal}>
            <figure>
              <Chart option={waveform} describedBy={`${words}-wave`} height={height} />
              <figcaption id={`${words}-wave`} className="muted">
                {waveformWords(view)}
              </figcaption>
            </figure>
            <figure>
              <Chart option={spectrum} describedBy={`${words}-spectrum`} height={height} />
              <figcaption id={`${words}-spectrum`} className="muted">
                {spectrumWords(view, marks)}
              </figcaption>
            </figure>
          </div>
          <Stretch key={sample} whole={view} stretch={stretch} onChange={setStretch} />
        </>
      )}
    </Panel>
  );
}
