import type { StreamedEvent } from '@trainyard/api-client';
import { type EventDataOf, fromWire, type Run, type RunProgress, type WireNumber } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';

export interface Notice {
  /** `output` is what the program itself printed. */
  tone: 'plain' | 'warning' | 'output';
  text: string;
}

export interface Reading {
  value: WireNumber;
  /** The values before it, oldest first, for the trend. */
  before: readonly number[];
}

const trendLength = 12;

/**
 * What is known of a run that is being watched: a snapshot, brought up to date by events. Events that the snapshot
 * holds already (`seq` up to `last_seq`) change nothing, so that a reconnect may overlap.
 */
export class FollowedRun {
  run: Run;
  progress: RunProgress;
  readonly metrics = new Map<string, Reading>();
  readonly resources = new Map<string, WireNumber>();
  #lastSeq: number;
  #runningFrom: number | null;
  #runningBefore: number;
  #progressAt: number;
  #clock: () => number;

  constructor(run: Run, clock: () => number = () => Date.now()) {
    this.run = run;
    this.progress = run.progress;
    this.#clock = clock;
    this.#lastSeq = run.last_seq;
    this.#runningBefore = run.running_s;
    this.#runningFrom = isGoing(run) ? clock() : null;
    this.#progressAt = clock();
    for (const [key, value] of Object.entries(run.metrics)) this.#reading(key, value);
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get elapsedSeconds(): number {
    const now = this.#runningFrom === null ? 0 : (this.#clock() - this.#runningFrom) / 1000;
    return this.#runningBefore + now;
  }

  get remainingSeconds(): number | null {
    const { eta_s } = this.progress;
    if (eta_s === null || this.run.status !== 'running') return null;
    return Math.max(0, eta_s - (this.#clock() - this.#progressAt) / 1000);
  }

  /** Past what the trainer promised, and nothing came. */
  get stalled(): boolean {
    const due = this.progress.expected_at;
    return this.run.status === 'running' && due !== null && this.#clock() > Date.parse(due) + 5000;
  }

  /** Takes a newer snapshot, for instance after the end. */
  refresh(run: Run): void {
    this.run = run;
    this.progress = run.progress;
    this.#lastSeq = Math.max(this.#lastSeq, run.last_seq);
    this.#runningBefore = run.running_s;
    this.#runningFrom = isGoing(run) ? this.#clock() : null;
    for (const [key, value] of Object.entries(run.metrics)) this.#reading(key, value);
  }

  /** What a person should read about this event; most only change the numbers. */
  apply(event: StreamedEvent): Notice[] {
    if (event.run_id !== this.run.id || event.seq <= this.#lastSeq) return [];
    this.#lastSeq = event.seq;
    switch (event.kind) {
      case 'status-changed':
        return this.#statusChanged(event.data);
      case 'attempt-started':
        return this.#attemptStarted(event.data);
      case 'attempt-ended':
        if (event.data.retry_at === null) return [];
        return [warning(`attempt ${event.data.attempt} ended: ${event.data.reason.message} It is tried again.`)];
      case 'command-issued':
        this.run = { ...this.run, pending: [...this.run.pending, event.data.action] };
        return [];
      case 'command-answered': {
        const { action, result, message } = event.data;
        this.run = { ...this.run, pending: this.run.pending.filter((one) => one !== action) };
        return result === 'ok' ? [] : [warning(`${action}: ${message ?? result}`)];
      }
      case 'progress-reported':
        this.progress = event.data;
        this.#progressAt = this.#clock();
        return [];
      case 'metrics-reported':
        for (const [key, points] of Object.entries(event.data.points)) {
          for (const [, value] of points) this.#reading(key, value);
        }
        return [];
      case 'log-written':
        return this.#logWritten(event.data.lines);
      case 'log-dropped':
        return [warning(`${event.data.lines} log lines were dropped, because there were too many`)];
      case 'milestone-reached':
        return [{ tone: 'plain', text: event.data.message }];
      case 'warning-raised':
        return [warning(event.data.message)];
      default:
        return [];
    }
  }

  #statusChanged(data: EventDataOf<'status-changed'>): Notice[] {
    const before = this.elapsedSeconds;
    const wasGoing = this.#runningFrom !== null;
    this.run = { ...this.run, status: data.to, reason: data.reason ?? this.run.reason };
    const going = isGoing(this.run);
    if (wasGoing && !going) this.#runningBefore = before;
    this.#runningFrom = going ? (this.#runningFrom ?? this.#clock()) : null;
    // The end is told in full afterwards.
    if (hasEnded(data.to)) return [];
    const why = data.reason === null ? '' : `: ${data.reason.message}`;
    const hint = data.to === 'paused' ? ` Go on with it: trainyard run resume ${this.run.number}` : '';
    return [{ tone: 'plain', text: `${data.from ?? 'new'} → ${data.to}${why}${hint}` }];
  }

  #attemptStarted(data: EventDataOf<'attempt-started'>): Notice[] {
    this.run = { ...this.run, attempt: data.attempt };
    if (data.attempt === 1 && data.resumed_from === null) return [];
    const from = data.resumed_from === null ? 'from the start' : `from checkpoint ${data.resumed_from}`;
    const step = data.resumed_step === null ? '' : ` (step ${data.resumed_step})`;
    return [{ tone: 'plain', text: `attempt ${data.attempt} on ${data.host}, ${from}${step}` }];
  }

  /** Where there is no progress to draw, what the program prints is what people follow. */
  #logWritten(lines: readonly { text: string; source: string }[]): Notice[] {
    if (this.progress.fraction !== null) return [];
    const own = lines.filter((line) => line.source === 'stdout' || line.source === 'stderr');
    return own.map((line) => ({ tone: 'output', text: line.text }));
  }

  #reading(key: string, value: WireNumber): void {
    if (key.startsWith('system/')) {
      this.resources.set(key.slice('system/'.length), value);
      return;
    }
    const last = this.metrics.get(key);
    const before = last === undefined ? [] : [...last.before, fromWire(last.value)].slice(-trendLength);
    this.metrics.set(key, { value, before });
  }
}

function isGoing(run: Run): boolean {
  return run.status === 'running' || run.status === 'pausing' || run.status === 'stopping';
}

function warning(text: string): Notice {
  return { tone: 'warning', text };
}
