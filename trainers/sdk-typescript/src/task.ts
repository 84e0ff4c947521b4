import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Task } from '@trainyard/contracts';

/** The host has checked the file; here it only gets its type. */
export function taskFromFile(path: string): Task {
  return JSON.parse(readFileSync(path, 'utf8')) as Task;
}

function setDotted(config: Record<string, unknown>, assignment: string): void {
  const at = assignment.indexOf('=');
  if (at < 1) throw new Error(`--set expects key=value, got ${JSON.stringify(assignment)}`);
  const text = assignment.slice(at + 1);
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // It is text as it stands.
  }
  const keys = assignment.slice(0, at).split('.');
  const leaf = keys.pop() ?? '';
  let node = config;
  for (const key of keys) {
    const child = node[key] ?? {};
    node[key] = child;
    if (typeof child !== 'object' || child === null || Array.isArray(child)) {
      throw new Error(`--set ${assignment}: ${key} is a value, not a block`);
    }
    node = child as Record<string, unknown>;
  }
  node[leaf] = value;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function datasetByHand(folder: string): NonNullable<Task['dataset']> {
  const manifest = join(folder, 'manifest.json');
  const kind = existsSync(manifest) ? (json(manifest) as { kind: string }).kind : 'signals';
  return { folder, name: basename(folder), version: 1, digest: '', kind, meta: {} };
}

function resumeByHand(folder: string): NonNullable<Task['checkpoint']> {
  const note = join(folder, 'checkpoint.json');
  if (!existsSync(note)) {
    throw new Error(`--resume ${folder}: no checkpoint.json in it; name a folder below <output>/checkpoints`);
  }
  const { step, epoch } = json(note) as { step: number; epoch?: number | null };
  return { id: basename(folder), folder, step, epoch: epoch ?? null };
}

function sourceRunByHand(folder: string): Task['runs'][number] {
  const { id, number, name } = json(join(folder, 'run.json')) as { id: string; number: number; name: string };
  return { id, number, name, folder };
}

/** Arguments that are not ours are left to the trainer. */
export function taskByHand(args: readonly string[]): Task {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      set: { type: 'string', multiple: true },
      dataset: { type: 'string' },
      split: { type: 'string' },
      upload: { type: 'string' },
      run: { type: 'string', multiple: true },
      output: { type: 'string' },
      resume: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const text = (value: unknown): string | null => (typeof value === 'string' ? resolve(value) : null);
  const many = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const file = text(values.config);
  const config = (file === null ? {} : json(file)) as Record<string, unknown>;
  for (const assignment of many(values.set)) setDotted(config, assignment);
  const output = text(values.output) ?? resolve('trainyard-output');
  mkdirSync(output, { recursive: true });
  const [dataset, split, resume] = [text(values.dataset), text(values.split), text(values.resume)];
  return {
    v: 1,
    run_id: 'by-hand',
    run_number: 1,
    attempt: 1,
    trainer: 'by-hand',
    config,
    dataset: dataset === null ? null : datasetByHand(dataset),
    split: split === null ? null : { path: split, digest: '', by: 'unit', note: null, companion: null, not_scored: [] },
    upload: text(values.upload),
    runs: many(values.run).map((folder) => sourceRunByHand(resolve(folder))),
    models: [],
    language: null,
    prompt: null,
    output,
    checkpoint: resume === null ? null : resumeByHand(resume),
    seed: Number(values.seed ?? 0),
    threads: 1,
    devices: [],
    time_limit_s: 7200,
  };
}
