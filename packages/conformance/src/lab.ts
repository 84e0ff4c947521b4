import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Task, TrainerLine, TrainerLineOf } from '@trainyard/contracts';
import type { CatalogTrainer, EnvironmentState } from '@trainyard/trainer-catalog';
import {
  type AttemptEnd,
  type AttemptNotice,
  type AttemptSpec,
  CommandInbox,
  limitsFrom,
  type OutputLine,
  runAttempt,
} from '@trainyard/trainer-host';

/** The settings that attempts need; the same object that a worker has. */
export type LabSettings = Parameters<typeof limitsFrom>[0];

/** Everything that is the same for every attempt of one conformance check. */
export interface Lab {
  trainer: CatalogTrainer;
  environment: EnvironmentState;
  pythonPath: readonly string[];
  settings: LabSettings;
  folder: string;
  config: Record<string, unknown>;
  dataset: Task['dataset'];
  split: Task['split'];
  upload: string | null;
  runs: Task['runs'];
  models: Task['models'];
  language: Task['language'];
  prompt: Task['prompt'];
  signal: AbortSignal;
  onProgress: (message: string) => void;
}

/** What a scenario may do to a going attempt. */
export interface Hands {
  pause(): void;
  stop(): void;
  cancel(): void;
  /** kill -9 of the whole group, as when the kernel or an operator does it. */
  kill(): void;
}

export interface Outcome {
  end: AttemptEnd;
  lines: TrainerLine[];
  output: string;
  log: string[];
  troubles: string[];
  /** sha256 by path of what the trainer announced; a folder's files each. */
  files: Map<string, { kind: string; sha256: string }>;
  fileFaults: string[];
  /** From the first use of a hand to the end. */
  endedAfterMs: number | null;
  ms: number;
}

export function linesOf<T extends TrainerLine['type']>(outcome: Outcome, type: T): TrainerLineOf<T>[] {
  return outcome.lines.filter((line): line is TrainerLineOf<T> => line.type === type);
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

async function announcedFiles(output: string, lines: readonly TrainerLine[]) {
  const files: Outcome['files'] = new Map();
  const faults: string[] = [];
  for (const line of lines) {
    if (line.type !== 'artifact' && line.type !== 'predictions') continue;
    const kind = line.type === 'predictions' ? 'predictions' : line.kind;
    const path = join(output, line.path);
    const stats = await stat(path).catch(() => null);
    if (stats === null) faults.push(`"${line.path}" was announced but is not there`);
    else if (stats.isDirectory()) {
      for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const full = join(entry.parentPath, entry.name);
        files.set(relative(output, full), { kind, sha256: await sha256Of(full) });
      }
    } else {
      const sha256 = await sha256Of(path);
      if (line.sha256 !== undefined && line.sha256 !== sha256)
        faults.push(`"${line.path}" differs from its announced sha256`);
      files.set(line.path, { kind, sha256 });
    }
  }
  return { files, faults };
}

let attempts = 0;

/** One process life, under the same host that runs it in the product. */
export async function runOnce(
  lab: Lab,
  input: {
    scenario: string;
    attempt?: number;
    checkpoint?: Task['checkpoint'];
    config?: Record<string, unknown>;
    onLine?: (line: TrainerLine, hands: Hands) => void;
    onStarted?: (hands: Hands) => void;
  },
): Promise<Outcome> {
  const { manifest } = lab.trainer;
  attempts += 1;
  const workFolder = join(lab.folder, `${input.scenario}-${attempts}`);
  const output = join(workFolder, 'output');
  const limitSeconds = Math.min(manifest.time_limit_s, 600);
  const limits = limitsFrom(lab.settings, limitSeconds);
  const commands = new CommandInbox();
  let pid: number | null = null;
  let actedAt: number | null = null;
  let sent = 0;
  const send = (action: 'pause' | 'stop' | 'cancel', deadlineSeconds: number): void => {
    sent += 1;
    actedAt ??= performance.now();
    commands.send({ id: `conformance-${sent}`, action, deadlineMs: deadlineSeconds * 1000 });
  };
  const hands: Hands = {
    pause: () => send('pause', lab.settings.pauseDeadlineSeconds),
    stop: () => send('stop', lab.settings.stopDeadlineSeconds),
    cancel: () => send('cancel', lab.settings.cancelGraceSeconds),
    kill: () => {
      if (pid === null) return;
      actedAt ??= performance.now();
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It ended by itself in this very moment: the outcome says so.
      }
    },
  };
  const task: Task = {
    v: 1,
    run_id: '01900000-0000-7000-8000-000000000000',
    run_number: 1,
    attempt: input.attempt ?? 1,
    trainer: lab.trainer.id,
    config: input.config ?? lab.config,
    dataset: lab.dataset,
    split: lab.split,
    upload: lab.upload,
    runs: lab.runs,
    models: lab.models,
    language: lab.language,
    prompt: lab.prompt,
    output,
    checkpoint: input.checkpoint ?? null,
    seed: 0,
    threads: manifest.threads,
    devices: [],
    time_limit_s: limitSeconds,
  };
  const lines: TrainerLine[] = [];
  const log: string[] = [];
  const troubles: string[] = [];
  const onNotice = (notice: AttemptNotice): void => {
    if (notice.kind === 'installing') lab.onProgress(notice.message);
    if (notice.kind === 'trouble') troubles.push(notice.message);
    if (notice.kind === 'started') {
      pid = notice.pid;
      input.onStarted?.(hands);
    }
  };
  const spec: AttemptSpec = {
    manifest,
    trainerFolder: lab.trainer.folder,
    pythonPath: lab.pythonPath,
    environment: {
      environment: lab.environment,
      home: lab.settings.home,
      python: lab.settings.python,
      torch: lab.settings.torch,
      limitMs: limits.installMs,
    },
    task,
    workFolder,
    cacheFolder: join(lab.folder, 'cache'),
    limits,
    commands,
    signal: lab.signal,
    onLines: (some) => {
      for (const line of some) {
        lines.push(line);
        input.onLine?.(line, hands);
      }
    },
    onLog: (some: OutputLine[]) => {
      for (const line of some) log.push(line.text);
    },
    onNotice,
  };
  const startedAt = performance.now();
  const end = await runAttempt(spec);
  const endedAt = performance.now();
  const { files, faults } = await announcedFiles(output, lines);
  return {
    end,
    lines,
    output,
    log,
    troubles,
    files,
    fileFaults: faults,
    endedAfterMs: actedAt === null ? null : endedAt - actedAt,
    ms: endedAt - startedAt,
  };
}

/** The newest checkpoint that an attempt announced, as the task of the next attempt names it. */
export function newestCheckpoint(outcome: Outcome): Task['checkpoint'] {
  const line = linesOf(outcome, 'checkpoint').at(-1);
  if (line === undefined) return null;
  return { id: line.id, folder: join(outcome.output, line.folder), step: line.step, epoch: line.epoch ?? null };
}
