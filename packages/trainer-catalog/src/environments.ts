import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentManifest, type Issue } from '@trainyard/contracts';
import { readYaml } from './read-yaml.ts';
import type { CatalogOptions, EnvironmentState } from './types.ts';

/** `<environments>/<id>-<lock>-<python>-<platform>`: another lock or Python is another folder, never a changed one. */
export function environmentFolder(input: {
  environmentsRoot: string;
  id: string;
  lockDigest: string;
  python: string | null;
}): string {
  const python = `python${input.python ?? '3'}`;
  const name = `${input.id}-${input.lockDigest.slice(0, 12)}-${python}-${process.platform}-${process.arch}`;
  return join(input.environmentsRoot, name);
}

/** Written by the installer as its last step: without it a folder is no environment. */
export const wholeMark = '.trainyard-environment.json';

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Another build of torch lies in a folder of its own. */
async function isWhole(folder: string, torch: string | null): Promise<boolean> {
  return exists(join(torch === null ? folder : `${folder}-torch-${torch}`, wholeMark));
}

/** Without a known Python (the server starts no programs) the one that is installed, whichever Python it was made with. */
async function folderFor(options: CatalogOptions, id: string, lockDigest: string): Promise<string> {
  const python = await options.python;
  const expected = environmentFolder({ environmentsRoot: options.environmentsRoot, id, lockDigest, python });
  if (python !== null) return expected;
  const [before, after] = expected.split('-python3-');
  const others = await readdir(options.environmentsRoot).catch(() => []);
  for (const name of others.sort().reverse()) {
    const folder = join(options.environmentsRoot, name);
    const fits = folder.startsWith(`${before}-python3`) && folder.endsWith(`-${after}`);
    if (fits && (await isWhole(folder, options.torch ?? null))) return folder;
  }
  return expected;
}

export interface ListedEnvironment {
  state: EnvironmentState;
  problems: Issue[];
}

const bare = { manifest: null, source: null, lock_digest: null, folder: null, installed: true, size_bytes: null };
const builtinEnvironments: readonly EnvironmentState[] = [
  { id: 'none', ...bare },
  { id: 'node', ...bare },
];

async function readEnvironment(source: string, id: string, options: CatalogOptions): Promise<ListedEnvironment | null> {
  const text = await readFile(join(source, 'environment.yaml'), 'utf8').catch(() => null);
  if (text === null) return null;
  const read = readYaml('environment.yaml', text, environmentManifest);
  const lock = await readFile(join(source, 'requirements.txt')).catch(() => null);
  const problems = [...read.issues];
  if (lock === null) problems.push({ path: 'requirements.txt', message: `The environment "${id}" has no lock` });
  const digest = lock === null ? null : createHash('sha256').update(lock).digest('hex');
  const folder = digest === null ? null : await folderFor(options, id, digest);
  const state: EnvironmentState = {
    id,
    manifest: read.value,
    source,
    lock_digest: digest,
    folder,
    installed: folder !== null && (await isWhole(folder, options.torch ?? null)),
    size_bytes: read.value?.size_bytes ?? null,
  };
  return { state, problems };
}

export async function listEnvironments(options: CatalogOptions): Promise<ListedEnvironment[]> {
  const found: ListedEnvironment[] = builtinEnvironments.map((state) => ({ state, problems: [] }));
  for (const root of options.builtinRoots) {
    const folder = join(root, 'environments');
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (!entry.isDirectory()) continue;
      const read = await readEnvironment(join(folder, entry.name), entry.name, options);
      if (read !== null) found.push(read);
    }
  }
  return found;
}
