import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { Chart } from '../../charts/chart.tsx';
import { useChartPalette } from '../../charts/use-chart-palette.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { hostCharts, spans } from './host-charts.ts';
import classes from './worker.module.css';

const height = 170;
const everyMs = 15_000;

/** How the computer did in the last hour, day or week. */
export function HistoryPanel({ worker }: { worker: string }) {
  const [search, change] = useSearchText();
  const span = spans.find(({ id }) => id === search.span) ?? spans[0];
  const palette = useChartPalette();
  const samples = useRoute(
    'listHostSamples',
    { params: { worker }, query: { minutes: span.minutes } },
    { everyMs, keepPrevious: true },
  );
  const items = samples.data?.items;
  const charts = useMemo(() => items && hostCharts(palette, items, span), [palette, items, span]);
  return (
    <Panel
      title="History"
      actions={
        <SegmentedControl
          aria-label="Span"
          data={spans.map(({ id, title }) => ({ value: id, label: title }))}
          value={span.id}
          onChange={(id) => change({ span: id === spans[0].id ? undefined : id }, { replace: true })}
        />
      }
    >
      {charts === undefined ? (
        samples.isError ? (
          <ErrorState error={samples.error} retry={() => void samples.refetch()} />
        ) : (
          <LoadingState rows={6} what="Loading the history" />
        )
      ) : charts.length === 0 ? (
        <EmptyState title="Nothing was measured in this time.">
          A worker tells how its computer does with its beats.
        </EmptyState>
      ) : (
        <div className={classes.charts}>
          {charts.map(({ id, title, option, sentence }) => (
            <figure key={id}>
              <figcaption id={`host-${id}`} className={classes.caption}>
                <strong>{title}</strong> <span className="muted">{sentence}</span>
              </figcaption>
              <Chart option={option} describedBy={`host-${id}`} height={height} />
            </figure>
          ))}
        </div>
      )}
    </Panel>
  );
}
