import type { KeyboardEvent, RefObject } from 'react';
import type { ChartHandle } from '../../../charts/chart.tsx';
import { zoomByKey } from './curve-range.ts';

/** Plus, minus, arrows and 0 do to the chart what wheel and drag do. */
export function useZoomKeys(chart: RefObject<ChartHandle | null>): (event: KeyboardEvent) => void {
  return (event) => {
    const instance = chart.current?.instance();
    if (instance === null || instance === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { dataZoom } = instance.getOption() as { dataZoom?: { start?: number; end?: number }[] };
    const { start = 0, end = 100 } = dataZoom?.[0] ?? {};
    const next = zoomByKey(event.key, { start, end });
    if (next === null) return;
    event.preventDefault();
    instance.dispatchAction({ type: 'dataZoom', ...next });
  };
}
