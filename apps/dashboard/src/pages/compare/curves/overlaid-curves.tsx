import { Select } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { Run } from '@trainyard/contracts';
import { useMemo, useRef, useState } from 'react';
import { routeQuery } from '../../../api/use-route.ts';
import { useSearchText } from '../../../app/use-search.ts';
import { Chart, type ChartHandle } from '../../../charts/chart.tsx';
import { SaveMenu } from '../../../charts/save-menu.tsx';
import { mostSmoothing, SmoothingSlider } from '../../../charts/smoothing-slider.tsx';
import { useChartPalette } from '../../../charts/use-chart-palette.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { formatNumber } from '../../../format/number.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { curveOfWindow } from '../../run/curves/curve.ts';
import { curveCsv } from '../../run/curves/curve-table.ts';
import { offeredMetrics } from './common-metrics.ts';
import classes from './overlaid-curves.module.css';
import { overlayOption, overlaySentence, type RunCurve } from './overlay-option.ts';

const height = 300;
const livelyMs = 10_000;

/** One metric of all runs in one picture. Metric and smoothing are in the address. */
export function OverlaidCurves({ runs }: { runs: readonly Run[] }) {
  const [search, change] = useSearchText();
  const palette = useChartPalette();
  const chart = useRef<ChartHandle>(null);
  const lists = useQueries({
    queries: runs.map((run) => ({ ...routeQuery('listSeries', { params: { id: run.id } }), staleTime: 30_000 })),
  });
  const offered = offeredMetrics(lists.map(({ data }) => data?.items ?? []));
  const metric = offered.find(({ key }) => key === search.metric)?.key ?? offered[0]?.key ?? null;
  const [smoothing, setSmoothing] = useState(() =>
    Math.min(mostSmoothing, Math.max(0, Number(search.smoothing ?? 0) || 0)),
  );
  const windows = useQueries({
    queries: runs.map((run, at) => ({
      ...routeQuery('getSeries', { params: { id: run.id }, query: { key: metric ?? '', buckets: 800 } }),
      // A run that has no such metric is not asked for it.
      enabled: lists[at]?.data?.items.some(({ key }) => key === metric) === true,
      ...(hasEnded(run.status) ? { staleTime: 600_000 } : { refetchInterval: livelyMs }),
    })),
    combine: (answers) => ({
      data: answers.map(({ data }) => data?.items[0]),
      isPending: answers.some((one) => one.isLoading),
      error: answers.find((one) => one.error !== null)?.error ?? null,
      retry: () => answers.forEach((one) => void one.refetch()),
    }),
  });
  const curves = useMemo<RunCurve[]>(
    () =>
      runs.map((run, at) => {
        const window = windows.data[at];
        return { name: `${run.number} ${run.name}`, curve: window === undefined ? null : curveOfWindow(window) };
      }),
    [runs, windows.data],
  );
  const option = useMemo(
    () => (metric === null ? null : overlayOption(palette, metric, curves, smoothing)),
    [palette, metric, curves, smoothing],
  );
  const listed = lists.every(({ isPending }) => !isPending);
  if (listed && metric === null) {
    const failed = lists.find(({ error }) => error !== null);
    return (
      <Panel title="Curves">
        {failed === undefined ? (
          <p className="muted">None of these runs has reported a metric.</p>
        ) : (
          <ErrorState error={failed.error} retry={() => lists.forEach((one) => void one.refetch())} />
        )}
      </Panel>
    );
  }
  const points = curves.some(({ curve }) => (curve?.steps.length ?? 0) > 0);
  const csv = () => {
    const byRun = new Map(curves.flatMap(({ name, curve }) => (curve === null ? [] : [[name, curve] as const])));
    return curveCsv('step', [...byRun.keys()], byRun);
  };
  return (
    <Panel
      title="Curves"
      flush
      actions={
        <>
          <Select
            aria-label="Metric"
            data={offered.map(({ key, label: words, runs: many }) => ({
              value: key,
              label: many === runs.length ? words : `${words} (${many} of ${runs.length} runs)`,
            }))}
            value={metric}
            allowDeselect={false}
            searchable={offered.length > 12}
            onChange={(key) => change({ metric: key ?? undefined }, { replace: true })}
          />
          <SmoothingSlider
            value={smoothing}
            onChange={setSmoothing}
            onChangeEnd={(value) => change({ smoothing: value === 0 ? undefined : String(value) }, { replace: true })}
          />
          {option !== null && (
            <SaveMenu
              title={`${metric} of ${runs.map(({ number }) => number).join(' ')}`}
              picture={() => ({ option, width: chart.current?.width() })}
              csv={csv}
            />
          )}
        </>
      }
    >
      {windows.error !== null && !points && <ErrorState error={windows.error} retry={windows.retry} />}
      {windows.error === null && !points && (windows.isPending || !listed) && (
        <LoadingState what="Loading the curves" rows={5} />
      )}
      {listed && !windows.isPending && windows.error === null && !points && (
        <p className={classes.none}>None of these runs has points of it.</p>
      )}
      {points && metric !== null && option !== null && (
        <div className={classes.chart}>
          <Chart ref={chart} option={option} height={height} sentence={overlaySentence(metric, curves, formatNumber)} />
        </div>
      )}
    </Panel>
  );
}
