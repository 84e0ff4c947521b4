import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { TrainyardError } from '@trainyard/contracts';
import { inWords, isCode, requireSpaceAt } from './space.ts';
import type { Source, StoredObject } from './types.ts';

/** A whole, fsynced file in the staging folder; the caller links or renames it and drops what is left. */
export interface Staged extends StoredObject {
  path: string;
}

/** What was written is on the disk, and outlives a loss of power; of a folder, the names in it. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* chunksOf(source: Source, staging: string): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) {
    yield source;
  } else if (source instanceof Readable) {
    for await (const chunk of source) {
      if (typeof chunk === 'string') yield Buffer.from(chunk);
      else if (chunk instanceof Uint8Array) yield chunk;
      else throw new TypeError('a stream of bytes was expected');
    }
  } else {
    // The last part of the path may not be a link: a trainer must not make us read what it may not.
    const handle = await open(source.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stats = await handle.stat();
      if (!stats.isFile())
        throw new TrainyardError('upload-invalid', { detail: `"${source.path}" is not a plain file` });
      await requireSpaceAt(staging, stats.size);
      yield* handle.createReadStream({ autoClose: false, highWaterMark: 1 << 20 });
    } finally {
      await handle.close();
    }
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
}

/** Copies the source into the staging folder, hashing as it goes. On any fault nothing is left behind. */
export async function stage(staging: string, source: Source, limit = Number.POSITIVE_INFINITY): Promise<Staged> {
  const path = join(staging, randomUUID());
  const hash = createHash('sha256');
  let size = 0;
  try {
    const handle = await open(path, 'wx', 0o644);
    try {
      for await (const chunk of chunksOf(source, staging)) {
        size += chunk.length;
        if (size > limit) throw new TrainyardError('upload-invalid', { detail: `it is larger than ${limit} bytes` });
        hash.update(chunk);
        await writeAll(handle, chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw await inWords(staging, error);
  }
  return { path, size, sha256: hash.digest('hex') };
}

/** Puts `from` at `to` under a second name, replacing what is there in one step. */
export async function linkOver(from: string, to: string, staging: string): Promise<void> {
  const temporary = join(staging, randomUUID());
  try {
    await mkdir(dirname(to), { recursive: true });
    await link(from, temporary);
    await rename(temporary, to);
  } catch (error) {
    throw await inWords(staging, error);
  } finally {
    // rename() does nothing where both names are the same file already: the temporary one is then still there.
    await rm(temporary, { force: true });
  }
}

export async function hashFile(path: string): Promise<StoredObject> {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 1 << 20 })) {
      if (!(chunk instanceof Uint8Array)) continue;
      size += chunk.length;
      hash.update(chunk);
    }
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}

export function isThere(error: unknown): boolean {
  return isCode(error, 'EEXIST', 'ENOTEMPTY');
}
