import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The key of the local home: whoever can read the file may administer the installation, which is true of its folder
 * anyway. The server accepts it as an administrator's key; the command line uses it when no other is set.
 */
export function ensureLocalKey(home: string): string {
  const folder = join(home, 'keys');
  const file = join(folder, 'local.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `ty_local_${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
