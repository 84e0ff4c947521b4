import { chmod, link, mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkDigest } from './paths.ts';
import { inWords, isCode } from './space.ts';
import { isThere, type Staged, stage, syncToDisk } from './stage.ts';
import type { Source, StoredObject } from './types.ts';

export interface Places {
  root: string;
  staging: string;
}

export function objectPath(places: Places, sha256: string): string {
  checkDigest(sha256);
  return join(places.root, 'objects', sha256.slice(0, 2), sha256);
}

/** Gives a staged file its name by content. The same content is there once. */
export async function keepObject(places: Places, staged: Staged): Promise<string> {
  const path = objectPath(places, staged.sha256);
  try {
    await mkdir(dirname(path), { recursive: true });
    await chmod(staged.path, 0o444);
    await link(staged.path, path);
    await syncToDisk(dirname(path));
  } catch (error) {
    if (!isThere(error)) throw await inWords(places.root, error);
    // Touched, so that the sweep leaves alone what is about to be linked again. Gone meanwhile: linked by the caller's next try.
    await utimes(path, new Date(), new Date()).catch(() => undefined);
  }
  return path;
}

export async function putObject(places: Places, source: Source): Promise<StoredObject> {
  const staged = await stage(places.staging, source);
  try {
    await keepObject(places, staged);
  } finally {
    await rm(staged.path, { force: true });
  }
  return { sha256: staged.sha256, size: staged.size };
}

/** Removes an object that no run names any more. */
export async function dropUnusedObject(places: Places, sha256: string): Promise<void> {
  const path = objectPath(places, sha256);
  const stats = await stat(path).catch(() => null);
  if (stats?.nlink === 1) await rm(path, { force: true });
}

/** Removes what interrupted writes and dropped runs have left, once it is older than `olderThanMs`. */
export async function sweep(places: Places, olderThanMs: number): Promise<{ files: number; bytes: number }> {
  const before = Date.now() - olderThanMs;
  const removed = { files: 0, bytes: 0 };
  const visit = async (folder: string, unusedOnly: boolean): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      if (unusedOnly && entry.isDirectory()) {
        await visit(path, true);
        continue;
      }
      const stats = await stat(path).catch((error: unknown) => {
        if (isCode(error, 'ENOENT')) return null; // another process swept it
        throw error;
      });
      if (stats === null || stats.mtimeMs > before || (unusedOnly && stats.nlink > 1)) continue;
      await rm(path, { force: true, recursive: true });
      removed.files += 1;
      removed.bytes += stats.size;
    }
  };
  await visit(places.staging, false);
  await visit(join(places.root, 'objects'), true);
  return removed;
}
