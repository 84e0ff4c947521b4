import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

export interface LinkedPackage {
  name: string;
  folder: string;
  /** Null where its sources lie beside the product's; else it came from a registry, and its version tells what it does. */
  version: string | null;
}

interface PackageFile {
  version?: unknown;
  dependencies?: unknown;
}

async function packageFile(folder: string): Promise<PackageFile | null> {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageFile;
  } catch {
    return null; // a trainer without one depends on nothing
  }
}

/** Where Node finds the package from this folder; null where it is not installed. */
async function placeOf(name: string, from: string): Promise<string | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = await realpath(join(folder, 'node_modules', name)).catch(() => null);
    if (found !== null) return found;
    if (dirname(folder) === folder) return null;
  }
}

/** Packages that a trainer's package.json names, and those that they name, each once and in the order of their names. */
export async function linkedPackages(trainerFolder: string): Promise<LinkedPackage[]> {
  const found = new Map<string, LinkedPackage>();
  const open = [await realpath(trainerFolder).catch(() => trainerFolder)];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    const { dependencies = {} } = (await packageFile(from)) ?? {};
    for (const name of Object.keys(dependencies as object)) {
      const folder = found.has(name) ? null : await placeOf(name, from);
      if (folder === null) continue;
      const linked = !folder.split(sep).includes('node_modules');
      const { version = '' } = (await packageFile(folder)) ?? {};
      found.set(name, { name, folder, version: linked ? null : String(version) });
      if (linked) open.push(folder);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
