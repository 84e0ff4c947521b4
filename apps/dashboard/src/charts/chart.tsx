import { formatNumber } from '@trainyard/sections';
import type { EChartsType } from 'echarts/core';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import classes from './chart.module.css';
import { narrowOption } from './narrow-option.ts';
import { whenNear } from './when-near.ts';

export interface ZoomRange {
  /** Per cent of the whole axis. */
  start: number;
  end: number;
}

export interface ChartHandle {
  /** The library's own object, for what no property here does (dispatchAction, appendData); null until it is loaded. */
  instance(): EChartsType | null;
  resetZoom(): void;
  width(): number;
}

export interface ChartProps {
  option: Readonly<Record<string, unknown>>;
  /** What the picture shows; or, where the words stand on the page already, the id of their element. */
  sentence?: string;
  describedBy?: string;
  height: number;
  /** `data` keeps zoom and hidden lines when only the data is new; `replace` begins anew. */
  update?: 'replace' | 'data';
  onZoom?: (range: ZoomRange) => void;
  ref?: Ref<ChartHandle>;
}

interface ZoomEvent {
  start?: number;
  end?: number;
  batch?: { start?: number; end?: number }[];
}

/** A chart on a canvas. The library is fetched when the first chart comes near the screen. */
export function Chart({ option, sentence, describedBy, height, update = 'replace', onZoom, ref }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let gone = false;
    let made: EChartsType | null = null;
    const sizes = new ResizeObserver(() => made?.resize({ animation: { duration: 0 } }));
    const begin = async (): Promise<void> => {
      try {
        const { init } = await import('./chart-parts.ts');
        // Words are measured once: before their typeface is there, labels would be cut or overlap.
        await document.fonts.load('12px "Inter Variable"').catch(() => undefined);
        if (gone) return;
        made = init(element, null, { renderer: 'canvas' });
        sizes.observe(element);
        setChart(made);
      } catch {
        if (!gone) setFailure('The chart could not be loaded. Reload the page, or read the table.');
      }
    };
    const stop = whenNear(element, () => void begin());
    return () => {
      gone = true;
      stop();
      sizes.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, []);

  useEffect(() => {
    if (chart === null || chart.isDisposed()) return;
    const tooltip = withWords(option.tooltip);
    chart.setOption(
      { ...narrowOption(option, chart.getWidth()), tooltip },
      update === 'data'
        ? { replaceMerge: ['dataset', 'series'], lazyUpdate: true }
        : { notMerge: true, lazyUpdate: true },
    );
  }, [chart, option, update]);

  useEffect(() => {
    if (chart === null || onZoom === undefined) return;
    const listen = (event: unknown): void => {
      const { start, end, batch } = event as ZoomEvent;
      const from = start ?? batch?.[0]?.start;
      const to = end ?? batch?.[0]?.end;
      if (from !== undefined && to !== undefined) onZoom({ start: from, end: to });
    };
    chart.on('datazoom', listen);
    return () => {
      if (!chart.isDisposed()) chart.off('datazoom', listen);
    };
  }, [chart, onZoom]);

  useImperativeHandle(
    ref,
    () => ({
      instance: () => chart,
      resetZoom: () => chart?.dispatchAction({ type: 'dataZoom', start: 0, end: 100 }),
      width: () => place.current?.clientWidth ?? 0,
    }),
    [chart],
  );

  const words = describedBy === undefined ? { 'aria-label': sentence ?? 'Chart' } : { 'aria-labelledby': describedBy };
  return (
    <div role="img" {...words} className={classes.chart} style={{ height }}>
      {failure === null ? null : <p className={classes.failure}>{failure}</p>}
      <div ref={place} className={classes.place} aria-hidden="true" />
    </div>
  );
}

/** Functions cannot stand in an option that is JSON, so the page adds how its numbers are said. */
function withWords(tooltip: unknown): object {
  const given = (tooltip ?? {}) as { axisPointer?: { label?: object } };
  const label = { ...given.axisPointer?.label, formatter: ({ value }: { value: unknown }) => valueFormatter(value) };
  return { ...given, valueFormatter, axisPointer: { ...given.axisPointer, label } };
}

const valueFormatter = (value: unknown): string =>
  typeof value === 'number'
    ? formatNumber(value)
    : Array.isArray(value)
      ? value.map(valueFormatter).join(', ')
      : String(value ?? '–');
