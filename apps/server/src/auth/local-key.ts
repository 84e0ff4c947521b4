import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The key of the local home, made where it is absent: whoever can read the file may administer the installation, which is
 * true of its folder anyway. The command line and the supervisor sign in with it.
 */
export async function ensureLocalKey(home: string): Promise<string> {
  const folder = join(home, 'keys');
  const file = join(folder, 'local.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `ty_local_${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
