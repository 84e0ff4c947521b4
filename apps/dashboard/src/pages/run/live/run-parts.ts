import type { StreamedEvent } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { askRoute } from '../../../api/use-route.ts';
import { bucketsAtFirst, CurveBook } from '../curves/curve-book.ts';
import { firstChoice } from '../curves/curve-choice.ts';
import { LogBook } from '../log/log-book.ts';
import { asLogLine } from '../log/log-line.ts';
import { loadTimeline } from '../timeline/load-timeline.ts';
import { TimelineBook } from '../timeline/timeline-book.ts';
import { RunFollower } from './run-follower.ts';

/** Points are drawn this much later at most; a reported step is seen long before half a second is over. */
const curveMs = 80;

/** All that one open page knows of one run. */
export interface RunParts {
  follower: RunFollower;
  curves: CurveBook;
  log: LogBook;
  timeline: TimelineBook;
  /** Events as they come, each once, for panels that keep something of their own. */
  onEvent: (listener: (event: StreamedEvent) => void) => () => void;
  apply: (event: StreamedEvent) => void;
  open: () => void;
  resync: () => void;
}

function beforePaint(callback: () => void): void {
  requestAnimationFrame(callback);
}

export function createRunParts(run: Run): RunParts {
  const params = { id: run.id };
  const follower = new RunFollower(run, { now: Date.now, beforePaint });
  const listeners = new Set<(event: StreamedEvent) => void>();
  const curves = new CurveBook(
    {
      async read(keys, buckets, range) {
        const query = { key: [...keys], buckets, ...(range === null ? {} : { from: range.from, to: range.to }) };
        return (await askRoute('getSeries', { params, query })).items;
      },
      async readGhosts(keys, buckets) {
        const query = { key: [...keys], buckets, superseded: 'true' as const };
        return (await askRoute('getSeries', { params, query })).items;
      },
      replaced: run.attempt > 1,
      async list() {
        return (await askRoute('listSeries', { params })).items.map(({ key }) => key);
      },
      soon: (callback) => setTimeout(() => beforePaint(callback), curveMs),
      onReadings: (readings, anew) => follower.learn(readings, anew),
    },
    Object.keys(run.metrics),
  );
  // Asked for before the page is drawn, which takes about as long as the answer.
  curves.want(firstChoice(curves.snapshot().keys), bucketsAtFirst);
  const log = new LogBook({
    read: (from, limit) => askRoute('listLogs', { params, query: { from, limit } }),
    beforePaint,
  });
  const timeline = new TimelineBook();
  return {
    follower,
    curves,
    log,
    timeline,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    apply(event) {
      if (!follower.apply(event)) return;
      curves.apply(event);
      timeline.apply(event);
      if (event.kind === 'log-written') {
        log.append(event.data.lines.map(asLogLine), event.data.first_line + event.data.count);
      }
      for (const listener of [...listeners]) listener(event);
    },
    open() {
      void curves.open();
      void log.open();
      void loadTimeline(timeline, run);
    },
    resync() {
      // The stream goes on where it was, so nothing is missing; only how long the log is by now is worth knowing at once.
      void log.resync();
    },
  };
}
