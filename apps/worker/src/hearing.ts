import { fromWire, type RunProgress, type TrainerLine, type TrainerLineOf } from '@trainyard/contracts';
import { advanceProgress, type ProgressState, startProgress } from '@trainyard/domain';
import type { AttemptNotice, OutputLine, RunSample } from '@trainyard/trainer-host';
import type { Recorder } from './recorder.ts';

/** What a line asks to be done beside being written down; each waits for what was said before it. */
export interface HearingPorts {
  /** `overtaken` tells whether a newer one was announced meanwhile. */
  checkpoint(line: TrainerLineOf<'checkpoint'>, overtaken: () => boolean): Promise<void>;
  section(line: TrainerLineOf<'section'>): Promise<void>;
  artifact(line: TrainerLineOf<'artifact'>): void;
  predictions(line: TrainerLineOf<'predictions'>): void;
  answer(line: TrainerLineOf<'ack'>): Promise<void>;
  /** Something in `checkpoint`, `section` or `answer` failed for good. */
  trouble(what: string, error: unknown): void;
}

/** A timeline is read by people: what comes beyond these is in the log only. */
const mostMilestones = 100;
const longestMilestone = 500;

/** Turns what an attempt says and does into what is written about it. */
export class Hearing {
  readonly #recorder: Recorder;
  readonly #ports: HearingPorts;
  /** Running time of earlier attempts: resource samples go on from there. */
  readonly #before: number;
  #progress: ProgressState = startProgress();
  #newestCheckpoint = '';
  #milestones = 0;

  constructor(recorder: Recorder, ports: HearingPorts, beforeMs: number) {
    this.#recorder = recorder;
    this.#ports = ports;
    this.#before = beforeMs;
  }

  lines(lines: readonly TrainerLine[]): Promise<void> | undefined {
    const takenAt = performance.now();
    const checkpoint = lines.findLast((line) => line.type === 'checkpoint');
    this.#newestCheckpoint = checkpoint?.id ?? this.#newestCheckpoint;
    for (const line of lines) this.#line(line, takenAt);
    return this.#recorder.room();
  }

  output(lines: readonly OutputLine[]): void {
    const offset = performance.now() - Date.now();
    this.#recorder.logs(lines.map(({ source, text, at }) => ({ level: 'info', source, text, takenAt: at + offset })));
  }

  sample(sample: RunSample): void {
    const takenAt = performance.now();
    const step = this.#before + Math.round(sample.elapsedMs);
    const values: Record<string, number | null> = {
      cpu_percent: sample.cpuPercent,
      memory_bytes: sample.memoryBytes,
      disk_read_bytes_s: sample.diskReadBytesPerSecond,
      disk_write_bytes_s: sample.diskWriteBytesPerSecond,
      gpu_memory_bytes: sample.gpuMemoryBytes,
    };
    this.#recorder.points(
      Object.entries(values).flatMap(([name, value]) =>
        value === null ? [] : [{ key: `system/${name}`, step, value, takenAt }],
      ),
    );
  }

  notice(notice: AttemptNotice): void {
    switch (notice.kind) {
      case 'installing':
        this.#say('Installing environment', notice.message);
        this.host(notice.message);
        break;
      case 'started':
        break;
      case 'stalled':
        this.warn('stalled', `Nothing was heard of the trainer for ${Math.round(notice.silentMs / 1000)} s.`);
        break;
      case 'trouble':
        this.warn(`protocol-${notice.trouble.kind}`, notice.message);
        break;
      case 'log-dropped':
        this.#recorder.event({ kind: 'log-dropped', data: notice.dropped });
        break;
    }
  }

  warn(code: string, message: string): void {
    this.#recorder.event({ kind: 'warning-raised', data: { code, message } });
    this.host(message, 'warning');
  }

  /** A line of our own in the run's log. */
  host(text: string, level: 'info' | 'warning' | 'error' = 'info'): void {
    this.#recorder.logs([{ level, source: 'host', text, takenAt: performance.now() }]);
  }

  #line(line: TrainerLine, takenAt: number): void {
    switch (line.type) {
      case 'hello':
        this.#recorder.event({ kind: 'trainer-greeted', data: { pid: line.pid, versions: line.versions } });
        break;
      case 'progress':
        this.#report(line);
        break;
      case 'metric':
        this.#recorder.points(pointsOf(line, takenAt));
        break;
      case 'log':
        this.#recorder.logs([{ level: line.level, source: 'trainer', text: logText(line), takenAt }]);
        if (line.milestone === true) this.#milestone(line.message);
        break;
      case 'checkpoint':
        this.#act(`checkpoint ${line.id}`, () =>
          this.#ports.checkpoint(line, () => this.#newestCheckpoint !== line.id),
        );
        break;
      case 'section':
        this.#act(`section "${line.section.title}"`, () => this.#ports.section(line));
        break;
      case 'ack':
        this.#act('answer to a command', () => this.#ports.answer(line));
        break;
      case 'artifact':
        this.#ports.artifact(line);
        break;
      case 'predictions':
        this.#ports.predictions(line);
        break;
      case 'heartbeat':
      case 'done':
        break;
    }
  }

  #milestone(message: string): void {
    if (this.#milestones >= mostMilestones) return;
    this.#milestones += 1;
    this.#recorder.event({ kind: 'milestone-reached', data: { message: message.slice(0, longestMilestone) } });
  }

  #act(what: string, act: () => Promise<void>): void {
    this.#recorder.act(act).catch((error: unknown) => this.#ports.trouble(what, error));
  }

  #report(line: TrainerLineOf<'progress'>): void {
    this.#progress = advanceProgress(this.#progress, line, performance.now() / 1000);
    const expected = line.expect_next_s;
    const progress: RunProgress = {
      ...this.#progress.progress,
      expected_at: expected === undefined ? null : new Date(Date.now() + expected * 1000).toISOString(),
    };
    this.#recorder.progress(progress);
  }

  /** A phase of ours, before the trainer speaks. */
  #say(phase: string, message: string): void {
    this.#recorder.progress({ ...this.#progress.progress, phase, message: message.slice(0, 2000) });
  }
}

function pointsOf(line: TrainerLineOf<'metric'>, takenAt: number) {
  const prefix = line.group === undefined ? '' : `${line.group}/`;
  return Object.entries(line.values).map(([name, value]) => ({
    key: `${prefix}${name}`,
    step: line.step,
    value: fromWire(value),
    takenAt,
  }));
}

function logText(line: TrainerLineOf<'log'>): string {
  return line.fields === undefined ? line.message : `${line.message} ${JSON.stringify(line.fields)}`;
}
