import type {
  CheckpointRow,
  Circumstances,
  EndReason,
  FrozenRun,
  HostSample,
  RunAction,
  RunPriority,
  RunProgress,
  RunStatus,
  Section,
  WireNumber,
} from '@trainyard/contracts';

/** Who may write for a run: this attempt, carried by this worker. Every writer checks it in the statement that writes. */
export interface Fence {
  runId: string;
  attempt: number;
  workerId: string;
}

/** Thrown by a fenced writer that wrote nothing: the run was taken over, cancelled or has ended. Kill the child, then bury. */
export class FencedError extends Error {
  readonly runId: string;
  readonly attempt: number;
  constructor(fence: Fence) {
    super(`attempt ${fence.attempt} of run ${fence.runId} is not this worker's any more`);
    this.name = 'FencedError';
    this.runId = fence.runId;
    this.attempt = fence.attempt;
  }
}

export interface WorkerSpec {
  id: string;
  name: string;
  host: string;
  pid: number;
  /** Tells this process from a later one with the same pid: start time in clock ticks, or boot id. */
  boot: string;
  slots: number;
  gpus: readonly number[];
  info?: Record<string, unknown>;
}

export interface Claim extends Fence {
  number: number;
  name: string;
  priority: RunPriority;
  trainer: string;
  frozen: FrozenRun;
  /** GPU devices given to this attempt. */
  devices: number[];
  uploadId: string | null;
  /** A checkpoint of another run that the first attempt begins from, unless this run has one of its own. */
  continuedFrom: { runId: string; checkpoint: string } | null;
  /** Checkpoints of this run that are not known to be broken, newest first; the worker takes the first whole one. */
  checkpoints: StoredCheckpoint[];
  /** Time already spent running, for the time limit. */
  runningMs: number;
  retries: number;
}

export interface StoredCheckpoint extends CheckpointRow {
  runId: string;
  /** Where its folder is, as the worker wrote it at `recordCheckpoint`. */
  folder: string;
  files: { path: string; size: number; sha256: string }[];
}

export interface HeldRun {
  runId: string;
  attempt: number;
}

export interface Command {
  id: string;
  runId: string;
  attempt: number;
  action: RunAction;
}

export interface Beat {
  /** Not answered yet; the same command comes with every beat until `answerCommand`. A `cancel` fences the writers at once. */
  commands: Command[];
  /** What the worker holds and no longer owns (cancelled runs come as commands instead): kill and bury. */
  lost: HeldRun[];
  /** False: the worker's row is gone or was given up; register again. */
  known: boolean;
  /** How many runs it may carry at once: what an administrator wishes, else what it registered with; null = not known. */
  slots: number | null;
  /** It is to finish what it carries and take nothing. */
  draining: boolean;
}

/** A metric point; `ageMs` is how long before the write it was taken (a monotonic difference, never a clock reading). */
export interface Point {
  key: string;
  step: number;
  value: number;
  ageMs?: number;
  /** Absolute time, only for points that another program brings with it. */
  atMs?: number;
}

export interface LogLineIn {
  level: 'debug' | 'info' | 'warning' | 'error';
  source: 'stdout' | 'stderr' | 'trainer' | 'host';
  text: string;
  ageMs?: number;
}

export type WorkEvent =
  | { kind: 'trainer-greeted'; data: { pid: number; versions: Record<string, string> } }
  | { kind: 'progress-reported'; data: RunProgress }
  | { kind: 'log-dropped'; data: { lines: number; bytes: number } }
  | { kind: 'milestone-reached'; data: { message: string } }
  | { kind: 'warning-raised'; data: { code: string; message: string } };

export interface CheckpointIn {
  name: string;
  step: number;
  epoch: number | null;
  folder: string;
  files: readonly { path: string; size: number; sha256: string }[];
  parts: readonly string[];
  metrics: Record<string, WireNumber>;
  best: boolean;
}

export interface ArtifactIn {
  path: string;
  kind: string;
  size: number;
  sha256: string;
  meta: Record<string, unknown>;
  /** Where `files` keeps it. */
  location: string;
}

/** A data set version that the run produced, its files verified and in place. */
export interface DatasetIn {
  name: string;
  digest: string;
  kind: string;
  samples: number;
  size: number;
  facts: Record<string, unknown>;
  manifest: Record<string, unknown>;
  location: string;
}

/**
 * How an attempt ended, as the worker saw it; what becomes of the run is decided by the status table.
 * - done: said done (completed). - paused: left after a pause, or was killed at its deadline.
 * - exit: left without saying done (exit 0, or after a stop). - failed: the trainer's error, a limit, no hello, out of memory.
 * - infrastructure: worker's or machine's fault; retried where the policy allows. - released: this worker is shutting down.
 */
export interface EndIn {
  how: 'done' | 'paused' | 'exit' | 'failed' | 'infrastructure' | 'released';
  reason: EndReason;
  finalMetrics?: Record<string, WireNumber>;
  /** Registered in the same transaction; kept for stopped and failed ends too. */
  artifacts?: readonly ArtifactIn[];
  datasets?: readonly DatasetIn[];
  circumstances?: Circumstances;
}

export interface Ended {
  status: RunStatus;
  /** For `queued`: not before this. */
  retryAt: string | null;
}

export type { HostSample, Section };
