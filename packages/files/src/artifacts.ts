import { constants } from 'node:fs';
import { link, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { TrainyardError } from '@trainyard/contracts';
import { dropUnusedObject, keepObject, type Places } from './objects.ts';
import { below, checkDigest, checkId } from './paths.ts';
import { isCode } from './space.ts';
import { isThere, linkOver, stage } from './stage.ts';
import type { OpenedFile, Source, StoredObject } from './types.ts';

export function runFolder(places: Places, runId: string): string {
  return join(places.root, 'runs', checkId(runId));
}

export interface ArtifactInput {
  runId: string;
  path: string;
  source: Source;
  sha256?: string;
}

export async function saveArtifact(places: Places, input: ArtifactInput): Promise<StoredObject> {
  const folder = runFolder(places, input.runId);
  const target = below(join(folder, 'files'), input.path);
  const staged = await stage(places.staging, input.source);
  try {
    if (input.sha256 !== undefined && input.sha256 !== staged.sha256) {
      const detail = `"${input.path}" was announced with sha256 ${input.sha256}, but its content has ${staged.sha256}`;
      throw new TrainyardError('upload-invalid', { detail });
    }
    // The names below `objects/` tell, when the run is dropped, which objects may have lost their last user.
    const record = join(folder, 'objects', staged.sha256);
    await mkdir(join(folder, 'objects'), { recursive: true });
    for (;;) {
      const object = await keepObject(places, staged);
      try {
        await link(object, record).catch((error: unknown) => {
          if (!isThere(error)) throw error;
        });
        await linkOver(object, target, places.staging);
        break;
      } catch (error) {
        // Another run dropped its last use of this content between our look and our link: store it again.
        if (!isCode(error, 'ENOENT')) throw error;
      }
    }
  } finally {
    await rm(staged.path, { force: true });
  }
  return { sha256: staged.sha256, size: staged.size };
}

export async function openArtifact(
  places: Places,
  runId: string,
  path: string,
  range: { start?: number; end?: number } = {},
): Promise<OpenedFile> {
  const full = below(join(runFolder(places, runId), 'files'), path);
  const handle = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
    if (isCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) throw new TrainyardError('file-not-found', { run: runId, path });
    throw error;
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new TrainyardError('file-not-found', { run: runId, path });
    const last = stats.size - 1;
    const start = Math.max(0, range.start ?? 0);
    const end = Math.min(last, range.end ?? last);
    if (start > end && stats.size > 0) {
      const detail = `bytes ${start} to ${end} were asked for, but the file has ${stats.size}`;
      throw new TrainyardError('query-invalid', { detail });
    }
    if (stats.size === 0) {
      await handle.close();
      return { stream: Readable.from([]), size: 0, start: 0, end: -1 };
    }
    return { stream: handle.createReadStream({ start, end }), size: stats.size, start, end };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export async function dropRun(places: Places, runId: string, what: 'artifacts' | 'everything'): Promise<void> {
  const folder = runFolder(places, runId);
  const objects = await readdir(join(folder, 'objects')).catch(() => []);
  const gone = what === 'everything' ? [folder] : [join(folder, 'files'), join(folder, 'objects')];
  for (const one of gone) await rm(one, { recursive: true, force: true });
  for (const sha256 of objects) await dropUnusedObject(places, checkDigest(sha256));
}
