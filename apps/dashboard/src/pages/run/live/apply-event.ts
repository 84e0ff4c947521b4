import type { StreamedEvent } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { fromWire } from '../../../format/wire-number.ts';
import { isSystemKey } from '../metrics/metric-key.ts';
import { firstReading, nextReading, type Reading } from './reading.ts';

/** A run as its page shows it: the record that the server gave, moved along by the run's events. */
export interface LiveRun {
  run: Run;
  readings: ReadonlyMap<string, Reading>;
  /** Since when it has been running in this stretch, by the reader's clock; null while it does not. */
  runningSince: number | null;
  /** When the estimate of the time left was made, by the reader's clock. */
  progressAt: number;
}

export function isRunning(status: Run['status']): boolean {
  return status === 'running' || status === 'pausing' || status === 'stopping';
}

export function startLiveRun(run: Run, now: number): LiveRun {
  return {
    run,
    readings: new Map(Object.entries(run.metrics).map(([key, value]) => [key, firstReading(key, value)])),
    runningSince: isRunning(run.status) ? now : null,
    progressAt: now,
  };
}

/** A newer record from the server; readings that it does not know stay. */
export function refreshLiveRun(live: LiveRun, run: Run, now: number): LiveRun {
  // An answer from before the newest event would take the page back.
  if (run.last_seq < live.run.last_seq) return { ...live, run: { ...live.run, ...editable(run) } };
  const readings = new Map(live.readings);
  for (const [key, value] of Object.entries(run.metrics)) {
    const known = readings.get(key);
    readings.set(key, known === undefined ? firstReading(key, value) : { ...known, value: fromWire(value) });
  }
  return { ...live, run, readings, runningSince: isRunning(run.status) ? now : null, progressAt: now };
}

function editable({ name, notes, tags, kept, deleted_at }: Run) {
  return { name, notes, tags, kept, deleted_at };
}

/** Seconds in the running status over all attempts. */
export function elapsedSeconds(live: LiveRun, now: number): number {
  const running = live.runningSince === null ? 0 : Math.max(0, now - live.runningSince) / 1000;
  return live.run.running_s + running;
}

/**
 * Moves the page along by one event. What the record holds already changes nothing: it may have come from the server ahead of
 * the stream. Points count all the same, for the record has only the newest of them.
 */
export function applyEvent(live: LiveRun, event: StreamedEvent, now: number): LiveRun {
  const { run } = live;
  if (event.run_id !== run.id) return live;
  if (event.kind === 'metrics-reported') {
    const last_seq = Math.max(run.last_seq, event.seq);
    return { ...live, run: { ...run, last_seq }, readings: withPoints(live.readings, event.data.points) };
  }
  if (event.seq <= run.last_seq) return live;
  const moved = { ...run, last_seq: event.seq };
  switch (event.kind) {
    case 'status-changed':
      return statusChanged({ ...live, run: moved }, event, now);
    case 'command-issued':
      return { ...live, run: { ...moved, pending: [...new Set([...run.pending, event.data.action])] } };
    case 'command-answered': {
      const { action } = event.data;
      return { ...live, run: { ...moved, pending: run.pending.filter((one) => one !== action) } };
    }
    case 'attempt-started':
      return { ...live, run: { ...moved, attempt: event.data.attempt } };
    case 'attempt-ended':
      // What was asked of a process that is gone will not be answered.
      return { ...live, run: { ...moved, pending: [] } };
    case 'progress-reported':
      return { ...live, run: { ...moved, progress: event.data }, progressAt: now };
    default:
      return { ...live, run: moved };
  }
}

function statusChanged(live: LiveRun, event: StreamedEvent & { kind: 'status-changed' }, now: number): LiveRun {
  const { to, reason } = event.data;
  const running = isRunning(to);
  return {
    ...live,
    run: {
      ...live.run,
      status: to,
      reason: reason ?? (running ? null : live.run.reason),
      running_s: running ? live.run.running_s : elapsedSeconds(live, now),
      started_at: live.run.started_at ?? (running ? event.at : null),
      ended_at: isOver(to) ? event.at : null,
      pending: isOver(to) ? [] : live.run.pending,
    },
    runningSince: running ? (live.runningSince ?? now) : null,
  };
}

function isOver(status: Run['status']): boolean {
  return status === 'completed' || status === 'failed' || status === 'stopped' || status === 'cancelled';
}

type Points = Extract<StreamedEvent, { kind: 'metrics-reported' }>['data']['points'];

function withPoints(readings: ReadonlyMap<string, Reading>, points: Points): ReadonlyMap<string, Reading> {
  const next = new Map(readings);
  for (const [key, of] of Object.entries(points)) {
    if (isSystemKey(key)) continue;
    for (const [step, value] of of) next.set(key, nextReading(next.get(key), key, step, fromWire(value)));
  }
  return next;
}
