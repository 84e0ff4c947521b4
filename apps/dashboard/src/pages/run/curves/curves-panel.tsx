import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Chart, type ChartHandle, type ZoomRange } from '../../../charts/chart.tsx';
import { useChartPalette } from '../../../charts/use-chart-palette.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { stepWordOf } from '../header/progress-words.ts';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';
import { bucketsAtFirst, type Range } from './curve-book.ts';
import { firstChoice } from './curve-choice.ts';
import { type CurvePicture, curveOption } from './curve-option.ts';
import { rangeOfZoom, wholeRange } from './curve-range.ts';
import { curveSentence } from './curve-table.ts';
import { CurveTable } from './curve-table-view.tsx';
import { CurveTools } from './curve-tools.tsx';
import classes from './curves-panel.module.css';
import { useCurveMarks } from './use-curve-marks.ts';
import { useZoomKeys } from './use-zoom-keys.ts';

const chartHeight = 330;
/** A stretch is read anew when the wheel has come to rest. */
const restMs = 140;

export interface CurveView {
  /** Null: what is drawn at first. */
  chosen: readonly string[] | null;
  smoothing: number;
  log: boolean;
  asTable: boolean;
}

/** The curves of a run: live, thinned by the server, and finer where the reader looks closely. */
export function CurvesPanel() {
  const { curves: book } = useRunParts();
  const { run } = useFollowedRun();
  const shown = useSyncExternalStore(book.subscribe, book.snapshot);
  const [view, setView] = useState<CurveView>({ chosen: null, smoothing: 0, log: false, asTable: false });
  const chart = useRef<ChartHandle>(null);
  const zoom = useRef<Range | null>(null);
  const [zoomed, setZoomed] = useState(false);
  const palette = useChartPalette();
  const chosen = useMemo(() => view.chosen ?? firstChoice(shown.keys), [view.chosen, shown.keys]);
  useEffect(() => {
    if (chosen.length > 0) book.want(chosen, chart.current?.width() || bucketsAtFirst);
  }, [book, chosen]);
  const whole = wholeRange(chosen, shown.curves, run.progress, hasEnded(run.status));
  const stepWord = stepWordOf(run.progress, whole.lastStep);
  const marks = useCurveMarks(chosen, shown.curves);
  const { from, to } = whole;
  const picture = useMemo<CurvePicture>(
    () => ({
      palette,
      chosen,
      curves: shown.curves,
      ghosts: shown.ghosts,
      smoothing: view.smoothing,
      log: view.log,
      stepWord,
      from,
      to,
      zoom: null,
      marks,
    }),
    [palette, chosen, shown, view.smoothing, view.log, stepWord, from, to, marks],
  );
  // The zoom belongs to the chart; it is only told again when the rest is.
  const option = useMemo(() => curveOption({ ...picture, zoom: zoom.current }), [picture]);
  const rest = useRef<ReturnType<typeof setTimeout> | null>(null);
  const onZoom = (range: ZoomRange) => {
    zoom.current = rangeOfZoom(range, whole);
    setZoomed(zoom.current !== null);
    if (rest.current !== null) clearTimeout(rest.current);
    rest.current = setTimeout(() => void book.zoom(zoom.current), restMs);
  };
  const onKeyDown = useZoomKeys(chart);
  const hasPoints = chosen.some((key) => (shown.curves.get(key)?.steps.length ?? 0) > 0);
  return (
    <Panel
      title="Learning curves"
      flush
      actions={
        <CurveTools
          view={view}
          change={(part) => setView((before) => ({ ...before, ...part }))}
          keys={shown.keys}
          chosen={chosen}
          picture={picture}
          zoomOf={() => zoom.current}
          zoomed={zoomed}
          resetZoom={() => chart.current?.resetZoom()}
          width={() => chart.current?.width()}
        />
      }
    >
      {shown.failed !== null && !hasPoints && <ErrorState error={shown.failed} retry={() => void book.resync()} />}
      {!shown.loaded && <LoadingState what="Loading the curves" rows={5} />}
      {shown.loaded && shown.failed === null && !hasPoints && (
        <p className={classes.none}>
          {hasEnded(run.status) && shown.keys.length === 0
            ? 'This run reported no metrics.'
            : shown.keys.length === 0
              ? 'No points yet; curves are drawn as soon as the trainer reports a metric.'
              : chosen.length === 0
                ? 'Choose a metric to draw.'
                : 'Loading …'}
        </p>
      )}
      {hasPoints && view.asTable && <CurveTable chosen={chosen} curves={shown.curves} stepWord={stepWord} />}
      {hasPoints && !view.asTable && (
        <section
          className={classes.chart}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom what the wheel zooms
          tabIndex={0}
          aria-label="Zoom of the curves: plus and minus, left and right, 0 for all"
          onKeyDown={onKeyDown}
        >
          <Chart
            ref={chart}
            option={option}
            height={chartHeight}
            update="data"
            onZoom={onZoom}
            sentence={curveSentence(stepWord, chosen, shown.curves)}
          />
        </section>
      )}
    </Panel>
  );
}
