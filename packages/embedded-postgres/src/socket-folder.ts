import {
  accessSync,
  chownSync,
  constants,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';

/** A path of a unix socket holds 107 bytes; `.s.PGSQL.5432.lock` needs 19 of them. */
const longestFolder = 85;

function usable(folder: string, account: Account | null): boolean {
  try {
    const owner = account?.uid ?? process.getuid?.();
    const found = statSync(folder);
    return found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
  } catch {
    return false; // /run and /tmp are emptied at boot
  }
}

function shortParent(): string {
  for (const parent of ['/run', tmpdir(), '/tmp']) {
    try {
      accessSync(parent, constants.W_OK | constants.X_OK);
      if (parent.length + 20 <= longestFolder) return parent;
    } catch {
      // not ours to write: try the next
    }
  }
  return '/tmp';
}

/**
 * The folder of the socket: short, closed to everybody else, and with a name that nobody can have taken before us.
 * Its place is kept in `noteFile`, so that the next start and other processes of this home find it.
 */
export function socketFolder(noteFile: string, account: Account | null): string {
  try {
    const noted = readFileSync(noteFile, 'utf8').trim();
    if (usable(noted, account)) return noted;
  } catch {
    // first start
  }
  const folder = mkdtempSync(join(shortParent(), 'trainyard-'));
  if (account !== null) chownSync(folder, account.uid, account.gid);
  writeFileSync(`${noteFile}.new`, `${folder}\n`);
  renameSync(`${noteFile}.new`, noteFile);
  return folder;
}
