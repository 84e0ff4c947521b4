import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CatalogOptions } from './types.ts';

export interface FoundTrainer {
  folder: string;
  packFolder: string | null;
  source: 'built-in' | 'user';
  /** Changes when manifest or presets do. */
  signature: string;
}

/** Folders beside the packs that hold no trainers. */
const notPacks = new Set(['environments', 'sdk-python', 'sdk-typescript', 'lib-python']);

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(
      (entry) =>
        (entry.isDirectory() || entry.isSymbolicLink()) && !/^[._]/.test(entry.name) && entry.name !== 'node_modules',
    )
    .map((entry) => join(folder, entry.name))
    .sort();
}

async function markOf(path: string): Promise<string | null> {
  const stats = await stat(path).catch(() => null);
  return stats === null ? null : `${path}:${stats.mtimeMs}:${stats.size}`;
}

/** Drafts that are still being written begin with a dot. */
export async function yamlFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.yaml') && !name.startsWith('.')).sort();
}

export async function presetFiles(folder: string): Promise<string[]> {
  return yamlFilesIn(join(folder, 'presets'));
}

/** Of presets that people saved, as `signatureOf`. */
export async function savedSignatureOf(folder: string): Promise<string> {
  const names = await yamlFilesIn(folder);
  return (await Promise.all(names.map((name) => markOf(join(folder, name))))).join('\n');
}

/** Only looks at names and times: what has not changed is not read again. */
export async function signatureOf(folder: string): Promise<string | null> {
  const manifest = await markOf(join(folder, 'trainer.yaml'));
  if (manifest === null) return null;
  const presets = await presetFiles(folder);
  const shared = await yamlFilesIn(join(folder, '../parameters'));
  const marks = await Promise.all([
    ...presets.map((name) => markOf(join(folder, 'presets', name))),
    ...shared.map((name) => markOf(join(folder, '../parameters', name))),
  ]);
  return [manifest, ...marks].join('\n');
}

export async function scan(options: Pick<CatalogOptions, 'builtinRoots' | 'userRoot'>): Promise<FoundTrainer[]> {
  const folders: { folder: string; source: 'built-in' | 'user' }[] = [];
  for (const root of options.builtinRoots) {
    for (const pack of await foldersIn(root)) {
      if (notPacks.has(pack.slice(root.length + 1))) continue;
      for (const folder of await foldersIn(pack)) folders.push({ folder, source: 'built-in' });
    }
  }
  if (options.userRoot !== null) {
    for (const folder of await foldersIn(options.userRoot)) folders.push({ folder, source: 'user' });
  }
  const found: FoundTrainer[] = [];
  for (const { folder, source } of folders) {
    const signature = await signatureOf(folder);
    if (signature === null) continue;
    found.push({ folder, source, signature, packFolder: source === 'built-in' ? dirname(folder) : null });
  }
  return found;
}
