import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { Chart, type ChartHandle } from '../../../charts/chart.tsx';
import { SaveMenu } from '../../../charts/save-menu.tsx';
import { useChartPalette } from '../../../charts/use-chart-palette.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { curveOfWindow } from '../../run/curves/curve.ts';
import { firstChoice } from '../../run/curves/curve-choice.ts';
import { type CurvePicture, curveOption } from '../../run/curves/curve-option.ts';
import { wholeRange } from '../../run/curves/curve-range.ts';
import { curveCsv, curveSentence } from '../../run/curves/curve-table.ts';
import { stepWordOf } from '../../run/header/progress-words.ts';
import type { ResultSource } from '../result-source.ts';
import classes from './overview.module.css';

const height = 280;

/** How training went: the losses and scores of the run, from its series. */
export function HistoryCurves({ source }: { source: ResultSource }) {
  const { run, seriesKeys, readSeries } = source;
  const palette = useChartPalette();
  const chart = useRef<ChartHandle>(null);
  const chosen = useMemo(() => firstChoice(seriesKeys), [seriesKeys]);
  const windows = useQuery({
    queryKey: ['curves of a result', run.id, chosen, run.status],
    queryFn: ({ signal }) => readSeries(chosen, signal),
    enabled: chosen.length > 0,
    ...(hasEnded(run.status) ? { staleTime: Number.POSITIVE_INFINITY } : { refetchInterval: 10_000 }),
  });
  const curves = useMemo(
    () => new Map((windows.data ?? []).map((window) => [window.key, curveOfWindow(window)])),
    [windows.data],
  );
  const whole = wholeRange(chosen, curves, run.progress, hasEnded(run.status));
  const stepWord = stepWordOf(run.progress, whole.lastStep);
  const picture = useMemo<CurvePicture>(
    () => ({
      palette,
      chosen,
      curves,
      ghosts: new Map(),
      smoothing: 0,
      log: false,
      stepWord,
      from: whole.from,
      to: whole.to,
      zoom: null,
      marks: [],
      forFile: true,
    }),
    [palette, chosen, curves, stepWord, whole.from, whole.to],
  );
  const option = useMemo(() => curveOption(picture), [picture]);
  if (chosen.length === 0) return null;
  const points = [...curves.values()].some(({ steps }) => steps.length > 0);
  return (
    <Panel
      title="Learning curves"
      flush
      actions={
        points ? (
          <SaveMenu
            title={`run ${run.number} history`}
            picture={() => ({ option, width: chart.current?.width() })}
            csv={() => curveCsv(stepWord, chosen, curves)}
          />
        ) : undefined
      }
    >
      {windows.error !== null && !points && <ErrorState error={windows.error} retry={() => void windows.refetch()} />}
      {windows.isPending && <LoadingState what="Loading the curves" rows={5} />}
      {windows.data !== undefined && !points && <p className={classes.none}>No points yet.</p>}
      {points && (
        <div className={classes.chart}>
          <Chart
            ref={chart}
            option={option}
            height={height}
            update="data"
            sentence={curveSentence(stepWord, chosen, curves)}
          />
        </div>
      )}
    </Panel>
  );
}
