import { constants } from 'node:fs';
import { access, link, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { TrainyardError } from '@trainyard/contracts';
import type { Places } from './objects.ts';
import { below, checkId } from './paths.ts';
import { bytesInWords, inWords, isCode } from './space.ts';
import { isThere, stage } from './stage.ts';
import type { StoredObject, Upload, UploadQuota } from './types.ts';

function refuse(detail: string): never {
  throw new TrainyardError('upload-invalid', { detail });
}

export function uploadFolder(places: Places, id: string): string {
  return join(places.root, 'uploads', checkId(id));
}

export async function dropUpload(places: Places, id: string): Promise<void> {
  await rm(uploadFolder(places, id), { recursive: true, force: true });
}

/** Files that a person sends for a run: streamed, each path checked, the whole bounded. */
export async function beginUpload(places: Places, id: string, quota: UploadQuota): Promise<Upload> {
  const folder = uploadFolder(places, id);
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder).catch((error: unknown) => {
    if (isThere(error)) refuse(`the upload ${id} exists already`);
    throw error;
  });
  let files = 0;
  let size = 0;

  async function write(path: string, source: Readable | Uint8Array): Promise<StoredObject> {
    const target = below(folder, path);
    if (files + 1 > quota.maxFiles) refuse(`more than ${quota.maxFiles} files`);
    // Looked at before the bytes come: nobody should wait for the end of a large file to hear that its name is taken.
    const taken = await access(target, constants.F_OK).then(
      () => true,
      () => false,
    );
    if (taken) refuse(`the path "${path}" comes twice`);
    const left = quota.maxBytes - size;
    const staged = await stage(places.staging, source, left).catch((error: unknown) => {
      const tooLarge = error instanceof TrainyardError && error.code === 'upload-invalid';
      throw tooLarge
        ? new TrainyardError('upload-invalid', { detail: `more than ${bytesInWords(quota.maxBytes)}` })
        : error;
    });
    try {
      await mkdir(dirname(target), { recursive: true });
      await link(staged.path, target);
    } catch (error) {
      if (isCode(error, 'EEXIST', 'ENOTDIR', 'EISDIR'))
        refuse(`the path "${path}" is both a file and a folder, or comes twice`);
      if (isCode(error, 'ENAMETOOLONG')) refuse(`the path "${path.slice(0, 60)}…" is too long`);
      throw await inWords(places.root, error);
    } finally {
      await rm(staged.path, { force: true });
    }
    files += 1;
    size += staged.size;
    return { sha256: staged.sha256, size: staged.size };
  }

  return {
    id,
    folder,
    write,
    get files() {
      return files;
    },
    get size() {
      return size;
    },
    drop: () => dropUpload(places, id),
  };
}
