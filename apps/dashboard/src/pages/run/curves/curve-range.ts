import type { RunProgress } from '@trainyard/contracts';
import type { Curve } from './curve.ts';
import type { Range } from './curve-book.ts';

export interface WholeRange extends Range {
  lastStep: number | null;
}

/** The axis of steps: from the first to the last point, and of a run that goes on to the epoch that it will end at. */
export function wholeRange(
  chosen: readonly string[],
  curves: ReadonlyMap<string, Curve>,
  progress: RunProgress,
  ended: boolean,
): WholeRange {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const key of chosen) {
    const steps = curves.get(key)?.steps ?? [];
    from = Math.min(from, steps[0] ?? from);
    to = Math.max(to, steps.at(-1) ?? to);
  }
  if (to < from) return { from: 0, to: 1, lastStep: null };
  const lastStep = to;
  const { epoch, total_epochs: epochs } = progress;
  const countsEpochs = epoch !== null && epochs !== null && to <= Math.max(epoch + 1, epochs) && to >= epoch - 1.5;
  if (!ended && countsEpochs) to = Math.max(to, epochs);
  return { from, to: to > from ? to : from + 1, lastStep };
}

/** Nearly all is all. */
const nearlyPercent = 0.05;

/** The chart's per cent of the axis as steps; null for the whole. */
export function rangeOfZoom(zoom: { start: number; end: number }, whole: Range): Range | null {
  if (zoom.start <= nearlyPercent && zoom.end >= 100 - nearlyPercent) return null;
  const span = whole.to - whole.from;
  return { from: whole.from + (span * zoom.start) / 100, to: whole.from + (span * zoom.end) / 100 };
}

/** What a key does to the shown share of the axis, in per cent; null for keys that mean nothing here. */
export function zoomByKey(key: string, now: { start: number; end: number }): { start: number; end: number } | null {
  const width = now.end - now.start;
  const middle = (now.start + now.end) / 2;
  const around = (size: number) => inside({ start: middle - size / 2, end: middle + size / 2 });
  switch (key) {
    case '+':
    case '=':
      return around(Math.max(0.5, width / 1.6));
    case '-':
      return around(Math.min(100, width * 1.6));
    case 'ArrowLeft':
      return inside({ start: now.start - width / 4, end: now.end - width / 4 });
    case 'ArrowRight':
      return inside({ start: now.start + width / 4, end: now.end + width / 4 });
    case '0':
      return { start: 0, end: 100 };
    default:
      return null;
  }
}

function inside({ start, end }: { start: number; end: number }): { start: number; end: number } {
  const width = Math.min(100, end - start);
  const from = Math.min(Math.max(0, start), 100 - width);
  return { start: from, end: from + width };
}
