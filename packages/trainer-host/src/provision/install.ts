import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type EndReason, TrainyardError } from '@trainyard/contracts';
import { wholeMark } from '@trainyard/trainer-catalog';
import { z } from 'zod';
import { withFolderLock } from './folder-lock.ts';
import { findPython } from './python.ts';
import { runTool, ToolError } from './tool.ts';
import { findUv } from './uv.ts';

export interface InstallSpec {
  /** The environment's name, for messages. */
  id: string;
  /** Holds requirements.txt. */
  source: string;
  /** Where the environment is to be. */
  folder: string;
  /** Installed size, to be checked against the free space; null where unknown. */
  sizeBytes: number | null;
  home: string;
  /** settings.python and settings.torch. */
  python: string | null;
  torch: string | null;
  limitMs: number;
}

const environmentMark = z.object({
  v: z.literal(1),
  lock_digest: z.string(),
  python: z.string(),
  /** Set where TRAINYARD_TORCH replaced the locked build: then the lock does not describe the environment. */
  torch: z.string().nullable(),
  installed_at: z.string(),
});
export type EnvironmentMark = z.infer<typeof environmentMark>;

export class ProvisionError extends Error {
  readonly reason: EndReason;
  constructor(reason: EndReason, cause?: unknown) {
    super(reason.message, { cause });
    this.name = 'ProvisionError';
    this.reason = reason;
  }
}

/** Another build of torch is another environment and gets another folder. */
export function environmentFolder(folder: string, torch: string | null): string {
  return torch === null ? folder : `${folder}-torch-${torch}`;
}

export async function readMark(folder: string): Promise<EnvironmentMark | null> {
  try {
    return environmentMark.parse(JSON.parse(await readFile(join(folder, wholeMark), 'utf8')));
  } catch {
    // Absent or of another version: the environment is made anew.
    return null;
  }
}

interface Going {
  done: Promise<EnvironmentMark>;
  listeners: Set<(message: string) => void>;
  abort: AbortController;
}
const going = new Map<string, Going>();

/**
 * Makes sure that the environment is there. Several runs that need the same one share one installation; it is given
 * up only when the last of them is.
 */
export async function installEnvironment(
  spec: InstallSpec,
  onProgress: (message: string) => void,
  signal: AbortSignal,
): Promise<EnvironmentMark> {
  const folder = environmentFolder(spec.folder, spec.torch);
  const there = await readMark(folder);
  if (there !== null) return there;
  let shared = going.get(folder);
  if (shared === undefined) {
    const listeners = new Set<(message: string) => void>();
    const abort = new AbortController();
    const tell = (message: string): void => {
      for (const listener of listeners) listener(message);
    };
    const done = install({ ...spec, folder }, tell, abort.signal).finally(() => going.delete(folder));
    done.catch(() => undefined);
    shared = { done, listeners, abort };
    going.set(folder, shared);
  }
  const { done, listeners, abort } = shared;
  listeners.add(onProgress);
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([done, left]);
  } finally {
    signal.removeEventListener('abort', leave);
    listeners.delete(onProgress);
    if (listeners.size === 0) abort.abort(new Error('nobody waits for this environment any more'));
  }
}

async function install(
  spec: InstallSpec,
  tell: (message: string) => void,
  abort: AbortSignal,
): Promise<EnvironmentMark> {
  const limit = AbortSignal.timeout(spec.limitMs);
  const signal = AbortSignal.any([abort, limit]);
  try {
    return await withFolderLock(
      `${spec.folder}.lock`,
      signal,
      () => tell(`Waiting for another process that installs environment ${spec.id}`),
      async () => (await readMark(spec.folder)) ?? (await build(spec, tell, signal)),
    );
  } catch (error) {
    if (abort.aborted) throw error;
    throw asProvisionError(spec, error, limit.aborted);
  }
}

async function requireSpace(spec: InstallSpec): Promise<void> {
  if (spec.sizeBytes === null) return;
  const { bavail, bsize } = await statfs(dirname(spec.folder));
  const free = bavail * bsize;
  if (free >= spec.sizeBytes * 1.1) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new TrainyardError('disk-low', {
    free: gigabytes(free),
    needed: gigabytes(spec.sizeBytes * 1.1),
    folder: dirname(spec.folder),
  });
}

async function build(
  spec: InstallSpec,
  tell: (message: string) => void,
  signal: AbortSignal,
): Promise<EnvironmentMark> {
  await mkdir(dirname(spec.folder), { recursive: true });
  await requireSpace(spec);
  const python = await findPython(spec.python);
  const uv = await findUv({ home: spec.home, python, signal, onProgress: tell });
  const requirements = join(spec.source, 'requirements.txt');
  const lock = await readFile(requirements);
  const temporary = join(dirname(spec.folder), `.making-${basename(spec.folder)}`);
  await rm(temporary, { recursive: true, force: true });
  const variables = { UV_PYTHON_DOWNLOADS: 'never', UV_NO_PROGRESS: '1', VIRTUAL_ENV: null, PYTHONPATH: null };
  const use = (...words: string[]): Promise<void> =>
    runTool({ words: [uv, ...words], variables, signal, onLine: tell });
  try {
    const size = spec.sizeBytes === null ? '' : ` (${(spec.sizeBytes / 1e9).toFixed(1)} GB)`;
    tell(`Making environment ${spec.id}${size} with Python ${python.version}`);
    await use('venv', '--quiet', '--no-project', '--relocatable', '--python', python.program, temporary);
    const target = ['--python', join(temporary, 'bin', 'python')];
    if (spec.torch === null) {
      // A lock is whole: what is not in it is not to be installed.
      await use('pip', 'install', ...target, '--no-deps', '--require-hashes', '-r', requirements);
    } else {
      tell(`TRAINYARD_TORCH=${spec.torch}: this environment leaves its lock`);
      await use('pip', 'install', ...target, '--torch-backend', spec.torch, '-r', join(spec.source, 'requirements.in'));
    }
    const mark: EnvironmentMark = {
      v: 1,
      lock_digest: createHash('sha256').update(lock).digest('hex'),
      python: python.version,
      torch: spec.torch,
      installed_at: new Date().toISOString(),
    };
    await writeFile(join(temporary, wholeMark), JSON.stringify(mark));
    await rm(spec.folder, { recursive: true, force: true });
    await rename(temporary, spec.folder);
    tell(`Environment ${spec.id} is ready`);
    return mark;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

function asProvisionError(spec: InstallSpec, error: unknown, timedOut: boolean): ProvisionError {
  const lines = error instanceof ToolError ? error.lines : [];
  const said = lines.findLast((line) => line.trim() !== '')?.trim();
  const why = timedOut
    ? `it took longer than ${Math.round(spec.limitMs / 1000)} s`
    : (said ?? (error instanceof Error ? error.message : String(error)));
  const hint =
    error instanceof TrainyardError
      ? error.hint
      : 'See the last lines below; a registry that cannot be reached and a full disk are the usual causes. Then start the run again.';
  return new ProvisionError(
    {
      code: 'environment-failed',
      message: `Environment ${spec.id} could not be installed: ${why}`,
      hint,
      detail: { environment: spec.id, last_lines: lines },
    },
    error,
  );
}
