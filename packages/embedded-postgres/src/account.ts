import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { TrainyardError } from '@trainyard/contracts';

/** PostgreSQL refuses to run as root; this is `nobody` on every Linux. */
const nobody = 65534;

export interface Account {
  uid: number;
  gid: number;
}

/** The account that PostgreSQL must change to, or null where it runs as the present user. */
export function databaseAccount(): Account | null {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : null;
}

/** The highest folder on the way to `path` (itself included) that others may not enter; null where all are open. */
export function closedFolder(path: string): string | null {
  let closed: string | null = null;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) closed = folder;
    if (folder === dirname(folder)) return closed;
  }
}

/**
 * Makes a folder that the database account can reach. The folder itself is ours and is opened for passing through (not
 * for listing); folders above it are the user's and are left alone.
 */
export function makeReachable(folder: string, account: Account | null): void {
  mkdirSync(folder, { recursive: true, mode: account === null ? 0o700 : 0o711 });
  if (account === null) return;
  const { mode, uid } = statSync(folder);
  if ((mode & 0o001) === 0 && uid === 0) chmodSync(folder, (mode & 0o777) | 0o011);
  const closed = closedFolder(folder);
  if (closed === null) return;
  throw new TrainyardError('home-unusable', {
    folder,
    detail: `PostgreSQL runs as user ${account.uid} when Trainyard runs as root, and ${closed} is closed to that user`,
    cure: `Open it with: chmod o+x '${closed}'. Or set TRAINYARD_HOME to a folder elsewhere, or start as an ordinary user.`,
  });
}

/** A folder that only the database account uses. */
export function makeOwned(folder: string, account: Account | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== null) chownSync(folder, account.uid, account.gid);
}
