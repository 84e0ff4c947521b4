import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { linkedPackages } from './linked-packages.ts';
import type { CatalogTrainer } from './types.ts';

/** Caches and tests do not change what a run computes. */
const skipped = new Set(['__pycache__', 'node_modules', 'tests', 'presets']);

interface SourceFile {
  path: string;
  name: string;
  mark: string;
}

async function filesIn(
  root: string,
  folder: string,
  found: SourceFile[],
  skip: (path: string) => Promise<boolean>,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (skipped.has(entry.name) || entry.name.startsWith('.') || entry.name.endsWith('.pyc')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!(await skip(path))) await filesIn(root, path, found, skip);
    } else if (entry.isFile()) {
      const stats = await stat(path);
      found.push({ path, name: relative(root, path), mark: `${path}:${stats.mtimeMs}:${stats.size}` });
    }
  }
}

async function isTrainer(folder: string): Promise<boolean> {
  return stat(join(folder, 'trainer.yaml')).then(
    () => true,
    () => false,
  );
}

/** What a trainer in TypeScript imports is its code too: the strategies of the optimiser lie in a package of their own. */
async function packageSources(trainer: CatalogTrainer, found: SourceFile[]): Promise<string[]> {
  const versions: string[] = [];
  for (const { name, folder, version } of await linkedPackages(trainer.folder)) {
    if (version !== null) {
      versions.push(`${name}@${version}`);
      continue;
    }
    const files: SourceFile[] = [];
    await filesIn(folder, join(folder, 'src'), files, async () => false);
    const code = files.filter(({ path }) => !path.endsWith('.test.ts'));
    found.push(...code.map((file) => ({ ...file, name: `${name}/${file.name}` })));
  }
  return versions;
}

interface Sources {
  files: SourceFile[];
  /** Packages that are told by their version. */
  versions: string[];
}

async function sourcesOf(trainer: CatalogTrainer, builtinRoots: readonly string[]): Promise<Sources> {
  const found: SourceFile[] = [];
  const never = async (): Promise<boolean> => false;
  await filesIn(dirname(trainer.folder), trainer.folder, found, never);
  if (trainer.packFolder !== null) await filesIn(trainer.packFolder, trainer.packFolder, found, isTrainer);
  const program = trainer.manifest.entry[0] ?? '';
  const shared = program.startsWith('python')
    ? ['sdk-python/src', 'lib-python/src']
    : program === 'node'
      ? ['sdk-typescript/src']
      : [];
  for (const root of builtinRoots) for (const folder of shared) await filesIn(root, join(root, folder), found, never);
  const versions = program === 'node' ? await packageSources(trainer, found) : [];
  return { files: found, versions };
}

export class CodeDigests {
  readonly #known = new Map<string, { marks: string; digest: string }>();

  /** sha256 over names and contents; read again only where a time or size has changed. */
  async of(trainer: CatalogTrainer, builtinRoots: readonly string[]): Promise<string> {
    const { files, versions } = await sourcesOf(trainer, builtinRoots);
    const marks = [...files.map((file) => file.mark), ...versions].join('\n');
    const known = this.#known.get(trainer.folder);
    if (known?.marks === marks) return known.digest;
    const hash = createHash('sha256');
    for (const file of files) {
      const content = createHash('sha256')
        .update(await readFile(file.path))
        .digest('hex');
      hash.update(`${content}  ${file.name}\n`);
    }
    for (const one of versions) hash.update(`${one}\n`);
    const digest = hash.digest('hex');
    this.#known.set(trainer.folder, { marks, digest });
    return digest;
  }
}

async function text(path: string): Promise<string | null> {
  return readFile(path, 'utf8').then(
    (content) => content.trim(),
    () => null,
  );
}

async function gitFolder(from: string): Promise<string | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const git = join(folder, '.git');
    const stats = await stat(git).catch(() => null);
    if (stats?.isDirectory()) return git;
    if (stats?.isFile()) {
      const named = /^gitdir: (.+)$/.exec((await text(git)) ?? '')?.[1];
      return named === undefined ? null : join(folder, named);
    }
    if (dirname(folder) === folder) return null;
  }
}

/** The commit that is checked out where the trainer lies, without asking git. */
export async function gitCommit(folder: string): Promise<string | null> {
  const git = await gitFolder(folder);
  if (git === null) return null;
  const head = await text(join(git, 'HEAD'));
  const ref = /^ref: (.+)$/.exec(head ?? '')?.[1];
  if (ref === undefined) return head !== null && /^[0-9a-f]{40,64}$/.test(head) ? head : null;
  const direct = await text(join(git, ref));
  if (direct !== null) return direct;
  const packed = (await text(join(git, 'packed-refs'))) ?? '';
  const line = packed.split('\n').find((one) => one.endsWith(` ${ref}`));
  return line?.split(' ')[0] ?? null;
}
