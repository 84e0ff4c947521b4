import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, manifest, type Task, type TrainerLine } from '@trainyard/contracts';
import { type AttemptEnd, type AttemptNotice, type AttemptSpec, runAttempt } from '../src/attempt.ts';
import type { OutputLine } from '../src/converse/output-lines.ts';
import type { AttemptLimits } from '../src/limits.ts';
import { findPython } from '../src/provision/python.ts';
import { CommandInbox } from '../src/stop/command-inbox.ts';
import type { RunSample } from '../src/watch/run-sample.ts';

/** What every scripted Python trainer may use: the protocol by hand, so that no SDK stands between test and wire. */
const prelude = `
import json, os, sys, time, signal, threading
_seq = 0
def raw(text):
    os.write(3, text.encode())
def say(type, **fields):
    global _seq
    _seq += 1
    raw(json.dumps({"v": 1, "seq": _seq, "t": time.time() * 1000, "type": type, **fields}) + "\\n")
def hello(**capabilities):
    say("hello", protocol=1, pid=os.getpid(), versions={"python": "3"}, capabilities=capabilities)
def command():
    return json.loads(sys.stdin.readline())
`;

export const quickLimits: AttemptLimits = {
  timeMs: 20_000,
  helloMs: 10_000,
  stallMs: 10_000,
  cancelGraceMs: 300,
  killGraceMs: 300,
  streamDrainMs: 500,
  installMs: 10_000,
  sampleMs: 100,
  logBytes: 64 * 1024,
  logLineBytes: 1024,
};

export interface Scripted {
  folder: string;
  commands: CommandInbox;
  fence: AbortController;
  lines: TrainerLine[];
  output: OutputLine[];
  notices: AttemptNotice[];
  samples: RunSample[];
  end: Promise<AttemptEnd>;
  /** Resolves when the trainer has said a line of this type. */
  said(type: TrainerLine['type']): Promise<void>;
  texts(): string[];
}

export interface ScriptedOptions {
  manifest?: Partial<Manifest>;
  limits?: Partial<AttemptLimits>;
  task?: Partial<Task>;
  spec?: Partial<AttemptSpec>;
}

const folders: string[] = [];

/** To be called after each test. */
export async function dropScripted(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}

export function scriptedManifest(changes: Partial<Manifest> = {}): Manifest {
  const base = manifest.parse({
    id: 'scripted',
    title: 'Scripted',
    purpose: 'Does what a test says.',
    family: 'tests',
    environment: 'none',
    entry: ['python', 'trainer.py'],
    parameters: { type: 'object' },
  });
  return { ...base, ...changes };
}

/** Starts a real Python process that runs `code` as a trainer. */
export async function startScripted(code: string, options: ScriptedOptions = {}): Promise<Scripted> {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-test-'));
  folders.push(folder);
  await writeFile(join(folder, 'trainer.py'), `${prelude}\n${code}`);
  const commands = new CommandInbox();
  const fence = new AbortController();
  const lines: TrainerLine[] = [];
  const output: OutputLine[] = [];
  const notices: AttemptNotice[] = [];
  const samples: RunSample[] = [];
  const waiting: { type: TrainerLine['type']; resolve: () => void }[] = [];
  const task: Task = {
    v: 1,
    run_id: '01900000-0000-7000-8000-000000000001',
    run_number: 47,
    attempt: 1,
    trainer: 'scripted',
    config: {},
    dataset: null,
    split: null,
    upload: null,
    runs: [],
    models: [],
    language: null,
    prompt: null,
    output: join(folder, 'output'),
    checkpoint: null,
    seed: 7,
    threads: 1,
    devices: [],
    time_limit_s: 20,
    ...options.task,
  };
  const python = (await findPython(null)).program;
  const end = runAttempt({
    manifest: scriptedManifest(options.manifest),
    trainerFolder: folder,
    pythonPath: [],
    environment: { folder: null, python, node: process.execPath, binFolders: [], torch: null },
    task,
    workFolder: join(folder, 'work'),
    cacheFolder: join(folder, 'cache'),
    limits: { ...quickLimits, ...options.limits },
    commands,
    signal: fence.signal,
    onLines: (some) => {
      lines.push(...some);
      for (const line of some) for (const one of waiting) if (one.type === line.type) one.resolve();
    },
    onLog: (some) => {
      output.push(...some);
    },
    onSample: (sample) => {
      samples.push(sample);
    },
    onNotice: (notice) => {
      notices.push(notice);
    },
    ...options.spec,
  });
  return {
    folder,
    commands,
    fence,
    lines,
    output,
    notices,
    samples,
    end,
    said: (type) =>
      lines.some((line) => line.type === type)
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ type, resolve })),
    texts: () => output.map((line) => line.text),
  };
}
