import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/** Files that survive a kill -9: written aside, forced to disk, renamed into place, and only then spoken of. */
export interface FileRecord {
  path: string;
  size: number;
  sha256: string;
}

function hashInto(hash: Hash, path: string): void {
  const piece = Buffer.allocUnsafe(1024 * 1024);
  const fd = openSync(path, 'r');
  try {
    for (let n = readSync(fd, piece); n > 0; n = readSync(fd, piece)) hash.update(piece.subarray(0, n));
  } finally {
    closeSync(fd);
  }
}

export function sha256Of(path: string): string {
  const hash = createHash('sha256');
  hashInto(hash, path);
  return hash.digest('hex');
}

function forceToDisk(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** `path` as the protocol wants it: relative to the output folder, with forward slashes, and really below it. */
export function below(root: string, path: string): string {
  const full = isAbsolute(path) ? path : join(root, path);
  const real = existsSync(full) ? realpathSync(full) : full;
  const found = relative(realpathSync(root), real);
  if (found === '' || found.startsWith('..') || isAbsolute(found)) {
    throw new Error(`${path} is not below run.output (${root}): only files below it are collected`);
  }
  return found.split(sep).join('/');
}

/** Calls `write` with an empty folder beside `target`, makes it durable, renames it to `target`. */
export function writeFolder(target: string, write: (folder: string) => void): FileRecord[] {
  mkdirSync(dirname(target), { recursive: true });
  const temporary = join(dirname(target), `.writing-${basename(target)}-${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  const records: FileRecord[] = [];
  try {
    write(temporary);
    const entries = readdirSync(temporary, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    if (files.length === 0) {
      throw new Error(`nothing was written for the checkpoint ${basename(target)}: write at least one file`);
    }
    for (const file of files.sort()) {
      forceToDisk(file);
      const path = relative(temporary, file).split(sep).join('/');
      records.push({ path, size: statSync(file).size, sha256: sha256Of(file) });
    }
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    for (const folder of [temporary, ...folders]) forceToDisk(folder);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  forceToDisk(dirname(target));
  return records;
}
