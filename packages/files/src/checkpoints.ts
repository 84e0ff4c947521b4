import { randomUUID } from 'node:crypto';
import { chmod, copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TrainyardError } from '@trainyard/contracts';
import { runFolder } from './artifacts.ts';
import type { Places } from './objects.ts';
import { below, checkName, plainFileBelow } from './paths.ts';
import { inWords, isCode } from './space.ts';
import { hashFile, syncToDisk } from './stage.ts';
import type { FileRecord } from './types.ts';

export function checkpointFolder(places: Places, runId: string, name: string): string {
  return join(runFolder(places, runId), 'checkpoints', checkName(name));
}

/** A second name where the file system allows it, else a copy. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await link(from, to);
  } catch (error) {
    if (!isCode(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP')) throw error;
    await copyFile(from, to);
  }
}

/** What differs between the files as announced and as they lie there. */
async function differences(folder: string, files: readonly FileRecord[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) {
    try {
      const { path } = await plainFileBelow(folder, file.path);
      const is = await hashFile(path);
      if (is.size !== file.size) found.push(`"${file.path}" has ${is.size} bytes, expected ${file.size}`);
      else if (is.sha256 !== file.sha256) found.push(`"${file.path}" has another content than was announced`);
    } catch (error) {
      found.push(error instanceof Error ? error.message : String(error));
    }
  }
  return found;
}

export interface CheckpointInput {
  runId: string;
  name: string;
  /** Where the trainer wrote it. */
  folder: string;
  files: readonly FileRecord[];
}

/**
 * Links a checkpoint out of the trainer's folder. Linked, not copied: a checkpoint is never changed once announced, and it
 * is verified again before a run resumes from it.
 */
export async function saveCheckpoint(
  places: Places,
  input: CheckpointInput,
): Promise<{ folder: string; size: number }> {
  const target = checkpointFolder(places, input.runId, input.name);
  const wrong = await differences(input.folder, input.files);
  if (wrong.length > 0) {
    throw new TrainyardError('upload-invalid', { detail: `checkpoint ${input.name}: ${wrong.join('; ')}` });
  }
  const staged = join(places.staging, randomUUID());
  let size = 0;
  try {
    await mkdir(staged);
    for (const file of input.files) {
      const { path } = await plainFileBelow(input.folder, file.path);
      const to = below(staged, file.path);
      await linkOrCopy(path, to);
      await chmod(to, 0o444);
      size += file.size;
    }
    await mkdir(dirname(target), { recursive: true });
    await replaceFolder(places, staged, target);
    await syncToDisk(dirname(target));
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw await inWords(places.root, error);
  }
  return { folder: target, size };
}

/** A folder cannot replace a full one in one step: the old one is moved aside first. */
async function replaceFolder(places: Places, staged: string, target: string): Promise<void> {
  const aside = join(places.staging, randomUUID());
  await rename(target, aside).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error;
  });
  await rename(staged, target);
  await rm(aside, { recursive: true, force: true });
}

export async function verifyCheckpoint(
  places: Places,
  runId: string,
  name: string,
  files: readonly FileRecord[],
): Promise<string[]> {
  return differences(checkpointFolder(places, runId, name), files);
}

export async function dropCheckpoint(places: Places, runId: string, name: string): Promise<void> {
  await rm(checkpointFolder(places, runId, name), { recursive: true, force: true });
}
