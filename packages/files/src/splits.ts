import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Places } from './objects.ts';
import { checkDigest } from './paths.ts';
import { inWords } from './space.ts';
import { stage } from './stage.ts';

export function splitPath(places: Places, digest: string): string {
  return join(places.root, 'splits', `${checkDigest(digest)}.csv`);
}

/** A split is named by its content: the same split of two runs is one file. */
export async function writeSplit(places: Places, text: string): Promise<{ digest: string; path: string }> {
  const staged = await stage(places.staging, Buffer.from(text));
  const path = splitPath(places, staged.sha256);
  try {
    await mkdir(dirname(path), { recursive: true });
    await rename(staged.path, path);
  } catch (error) {
    await rm(staged.path, { force: true });
    throw await inWords(places.root, error);
  }
  return { digest: staged.sha256, path };
}
