import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DatasetManifest, datasetManifest, TrainyardError } from '@trainyard/contracts';
import { linkOrCopy } from './checkpoints.ts';
import type { Places } from './objects.ts';
import { below, checkDigest, plainFileBelow } from './paths.ts';
import { inWords, isCode } from './space.ts';
import { hashFile, isThere, syncToDisk } from './stage.ts';
import type { RegisteredDataset } from './types.ts';

/** Manifests name every file: a limit keeps a hostile one from filling the memory. */
const maxManifestBytes = 256 * 1024 * 1024;

function refuse(detail: string): never {
  throw new TrainyardError('upload-invalid', { detail });
}

/** JSON with sorted keys and no spaces. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

async function readManifest(folder: string): Promise<{ manifest: DatasetManifest; text: string; digest: string }> {
  const { path, size } = await plainFileBelow(folder, 'manifest.json');
  if (size > maxManifestBytes) refuse('manifest.json is larger than 256 MiB');
  const raw = await readFile(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch (error) {
    refuse(`manifest.json is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = datasetManifest.safeParse(json);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    refuse(`manifest.json: ${first?.path.join('.') ?? ''}: ${first?.message ?? 'not as expected'}`);
  }
  const text = canonicalJson(json);
  return { manifest: parsed.data, text, digest: createHash('sha256').update(text).digest('hex') };
}

async function verify(folder: string, manifest: DatasetManifest): Promise<void> {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const file of manifest.files) {
    if (seen.has(file.path)) problems.push(`"${file.path}" is listed twice`);
    seen.add(file.path);
    try {
      const { path } = await plainFileBelow(folder, file.path);
      const is = await hashFile(path);
      if (is.size !== file.size) problems.push(`"${file.path}" has ${is.size} bytes, the manifest says ${file.size}`);
      else if (is.sha256 !== file.sha256) problems.push(`"${file.path}" has another content than the manifest says`);
    } catch (error) {
      if (!(error instanceof TrainyardError)) throw error;
      problems.push(error.message);
    }
  }
  if (!seen.has('index.csv')) problems.push('index.csv is not listed in manifest.json');
  for (const path of Object.values(manifest.splits)) {
    if (!seen.has(path)) problems.push(`the split "${path}" is not listed in "files"`);
  }
  if (problems.length > 0) {
    const more = problems.length > 5 ? `, and ${problems.length - 5} more` : '';
    throw new TrainyardError(
      'upload-invalid',
      { detail: `the data set is not whole: ${problems.slice(0, 5).join('; ')}${more}` },
      { issues: problems.map((message) => ({ path: 'files', message })) },
    );
  }
}

export function datasetFolder(places: Places, digest: string): string {
  return join(places.root, 'datasets', checkDigest(digest));
}

/** Every folder that holds a name of the data set, the innermost first. */
function foldersOf(staged: string, manifest: DatasetManifest): string[] {
  const folders = new Set([staged]);
  for (const { path } of manifest.files) {
    for (let folder = dirname(below(staged, path)); folder !== staged; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].sort((a, b) => b.length - a.length);
}

/** Only what the manifest lists is kept; a folder appears whole or not at all. */
export async function registerDataset(places: Places, folder: string): Promise<RegisteredDataset> {
  const { manifest, text, digest } = await readManifest(folder);
  await verify(folder, manifest);
  const target = datasetFolder(places, digest);
  const staged = join(places.staging, randomUUID());
  let existed = false;
  try {
    await mkdir(staged);
    for (const file of manifest.files) {
      const { path } = await plainFileBelow(folder, file.path);
      const to = below(staged, file.path);
      await linkOrCopy(path, to);
      // The trainer that wrote it need not have flushed it, and the name is soon said to hold this content for ever.
      await syncToDisk(to);
      await chmod(to, 0o444);
    }
    await writeFile(join(staged, 'manifest.json'), text, { mode: 0o444, flush: true });
    for (const folder of foldersOf(staged, manifest)) await syncToDisk(folder);
    await mkdir(dirname(target), { recursive: true });
    await rename(staged, target);
    await syncToDisk(dirname(target));
  } catch (error) {
    if (!isThere(error)) throw await inWords(places.root, error);
    existed = true;
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
  return { digest, folder: target, existed, ...(await readDataset(places, digest)) };
}

export async function readDataset(
  places: Places,
  digest: string,
): Promise<{ manifest: DatasetManifest; index: string; size: number }> {
  const folder = datasetFolder(places, digest);
  await stat(folder).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) throw new TrainyardError('dataset-not-found', { name: digest.slice(0, 12) });
    throw error;
  });
  const { manifest } = await readManifest(folder);
  const index = await readFile(join(folder, 'index.csv'), 'utf8');
  return { manifest, index, size: manifest.files.reduce((sum, file) => sum + file.size, 0) };
}
