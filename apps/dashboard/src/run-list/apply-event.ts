import type { StreamedEvent } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';

/** A run as it is after an event; the same object where the event says nothing that a list shows. */
export function applyEvent(run: Run, event: StreamedEvent): Run {
  if (event.run_id !== run.id || event.seq <= run.last_seq) return run;
  const last_seq = event.seq;
  switch (event.kind) {
    case 'progress-reported':
      return { ...run, last_seq, progress: event.data };
    case 'metrics-reported': {
      const metrics = { ...run.metrics };
      for (const [key, points] of Object.entries(event.data.points)) {
        const newest = points.at(-1);
        if (newest !== undefined) metrics[key] = newest[1];
      }
      return { ...run, last_seq, metrics };
    }
    case 'status-changed':
      return { ...run, last_seq, status: event.data.to, reason: event.data.reason };
    case 'command-issued':
      return {
        ...run,
        last_seq,
        pending: [...run.pending.filter((one) => one !== event.data.action), event.data.action],
      };
    case 'command-answered':
      return { ...run, last_seq, pending: run.pending.filter((one) => one !== event.data.action) };
    default:
      return run;
  }
}

/** All events that came, over a page of runs; the same array where nothing changed. */
export function applyEvents(runs: readonly Run[], events: readonly StreamedEvent[]): readonly Run[] {
  let changed = false;
  const next = runs.map((run) => {
    const after = events.reduce(applyEvent, run);
    if (after !== run) changed = true;
    return after;
  });
  return changed ? next : runs;
}
