import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EndReason, Manifest, Task, TrainerLine, TrainerLineOf } from '@trainyard/contracts';
import { decideEnd, type EndFacts } from './bury/decide.ts';
import { Conversation } from './conversation.ts';
import type { OutputDropped, OutputLine } from './converse/output-lines.ts';
import type { LineTrouble } from './converse/trainer-lines.ts';
import type { AttemptLimits } from './limits.ts';
import { ProvisionError } from './provision/install.ts';
import { type ProvisionSpec, provision, type ReadyEnvironment } from './provision/provision.ts';
import { commandWords } from './spawn/argv.ts';
import { childEnvironment } from './spawn/child-environment.ts';
import { locateProgram } from './spawn/program.ts';
import { type ProcessExit, spawnTrainer } from './spawn/spawn.ts';
import type { AttemptCommand, CommandInbox } from './stop/command-inbox.ts';
import { outranks, type RequestKind } from './stop/request.ts';
import type { RunSample } from './watch/run-sample.ts';

/** What happens to an attempt beside the trainer's own lines. */
export type AttemptNotice =
  | { kind: 'installing'; message: string }
  | { kind: 'started'; pid: number }
  | { kind: 'stalled'; silentMs: number }
  | { kind: 'trouble'; trouble: LineTrouble; message: string }
  | { kind: 'log-dropped'; dropped: OutputDropped };

export interface AttemptSpec {
  manifest: Manifest;
  trainerFolder: string;
  /** Folders for Python's `import`: the SDK, lib-python, the pack. */
  pythonPath: readonly string[];
  /** Ready to use, or to be installed as the attempt's first phase. */
  environment: ReadyEnvironment | ProvisionSpec;
  task: Task;
  /** Holds task.json and process.json; `task.output` is usually below it. */
  workFolder: string;
  /** For compiled Python. */
  cacheFolder: string;
  /** Further variables for the trainer: addresses and run-scoped tokens. */
  variables?: Readonly<Record<string, string>>;
  limits: AttemptLimits;
  commands: CommandInbox;
  /** Aborted = somebody else has the run: the trainer is killed at once. */
  signal: AbortSignal;
  /** Lines in order. While a returned promise is open nothing more is read, and the trainer waits in its write. */
  onLines(lines: TrainerLine[]): void | Promise<void>;
  onLog(lines: OutputLine[]): void;
  onSample?(sample: RunSample): void;
  onNotice?(notice: AttemptNotice): void;
  /** Where control groups are mounted; for tests. */
  cgroupRoot?: string;
}

export interface AttemptEnd {
  reason: EndReason;
  /** What the worker had last asked for. */
  request: RequestKind | null;
  hello: TrainerLineOf<'hello'> | null;
  done: TrainerLineOf<'done'> | null;
  exit: ProcessExit | null;
  /** The build of torch that replaced the locked one, if any. */
  torch: string | null;
  /** Of the trainer's process; an installation does not count. */
  ranMs: number;
}

/** The end of an attempt whose trainer never ran. */
function neverRan(reason: EndReason, request: RequestKind | null): AttemptEnd {
  return { reason, request, hello: null, done: null, exit: null, torch: null, ranMs: 0 };
}

function endBeforeSpawn(request: RequestKind | null, fenced: boolean): EndReason {
  const codes = {
    pause: { code: 'paused', message: 'Paused on request before the trainer had started.' },
    release: { code: 'worker-released', message: 'The worker was shut down and gave the run back.' },
    stop: { code: 'stopped-on-request', message: 'Stopped on request before the trainer had started.' },
    cancel: { code: 'cancelled-on-request', message: 'Cancelled on request.' },
  } as const;
  const said =
    fenced || request === null
      ? ({ code: 'worker-lost', message: 'Another worker took the run over.' } as const)
      : codes[request];
  return { ...said, hint: null, detail: {} };
}

async function prepare(
  spec: AttemptSpec,
): Promise<{ ready: ReadyEnvironment } | { request: RequestKind | null; reason: EndReason }> {
  if (!('environment' in spec.environment)) return { ready: spec.environment };
  const left = new AbortController();
  let request: RequestKind | null = null;
  const kept: AttemptCommand[] = [];
  spec.commands.attach((command) => {
    if (command.action === 'checkpoint') {
      kept.push(command);
      return;
    }
    if (outranks(command.action, request)) request = command.action;
    left.abort(new Error(`${command.action} while installing`));
  });
  try {
    const ready = await provision(
      spec.environment,
      (message) => spec.onNotice?.({ kind: 'installing', message }),
      AbortSignal.any([spec.signal, left.signal]),
    );
    // The last word before the spawn: a request that came while the last file was linked still counts.
    if (request !== null) return { request, reason: endBeforeSpawn(request, spec.signal.aborted) };
    return { ready };
  } catch (error) {
    if (spec.signal.aborted || request !== null) {
      return { request, reason: endBeforeSpawn(request, spec.signal.aborted) };
    }
    if (error instanceof ProvisionError) return { request, reason: error.reason };
    throw error;
  }
}

function spawnFailed(message: string, hint: string | null): EndReason {
  return { code: 'spawn-failed', message, hint, detail: {} };
}

/** One process life of a run, from its environment to its burial. Never rejects because of what the trainer does. */
export async function runAttempt(spec: AttemptSpec): Promise<AttemptEnd> {
  const prepared = await prepare(spec);
  if ('reason' in prepared) return neverRan(prepared.reason, prepared.request);
  const { ready } = prepared;
  if (spec.signal.aborted) return neverRan(endBeforeSpawn(null, true), null);

  const taskFile = join(spec.workFolder, 'task.json');
  await mkdir(spec.workFolder, { recursive: true });
  await mkdir(spec.task.output, { recursive: true });
  // It may hold a key: nobody else is to read it.
  await writeFile(taskFile, JSON.stringify(spec.task, null, 1), { mode: 0o600 });
  const environment = childEnvironment({
    task: spec.task,
    taskFile,
    binFolders: ready.binFolders,
    virtualEnvironment: ready.folder,
    pythonPath: spec.pythonPath,
    cacheFolder: spec.cacheFolder,
    extra: spec.variables ?? {},
  });
  const words = commandWords(spec.manifest, spec.task, ready);
  const program = await locateProgram(words[0] ?? '', spec.trainerFolder, environment.PATH ?? '');
  if (program === null) {
    return neverRan(
      spawnFailed(
        `The trainer's program "${words[0]}" was not found.`,
        'The first word of "entry" in trainer.yaml must be an executable on PATH or in the trainer\'s folder.',
      ),
      null,
    );
  }
  const startedAt = Date.now();
  let conversation: Conversation;
  try {
    const trainer = await spawnTrainer({
      words: [program, ...words.slice(1)],
      folder: spec.trainerFolder,
      environment,
      workFolder: spec.workFolder,
    });
    conversation = new Conversation(spec, trainer, taskFile, startedAt);
  } catch (error) {
    // The machine's fault, not the trainer's: whoever carries the run knows what to do.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return neverRan(spawnFailed(`The trainer could not be started: ${why}`, null), null);
  }
  const facts: EndFacts = await conversation.toTheEnd();
  return {
    reason: decideEnd(facts),
    request: facts.request,
    hello: conversation.hello,
    done: facts.done,
    exit: facts.exit,
    torch: ready.torch,
    ranMs: Date.now() - startedAt,
  };
}
