import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const sealingKeyBytes = 32;

/**
 * The key that the providers' keys are sealed with, made where it is absent. It lies beside the database, not in it: a
 * copy of the database alone opens nothing.
 */
export async function ensureSealingKey(home: string): Promise<Buffer> {
  const folder = join(home, 'keys');
  const file = join(folder, 'providers.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${randomBytes(sealingKeyBytes).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (key.length !== sealingKeyBytes) throw new Error(`${file} does not hold a key of ${sealingKeyBytes} bytes`);
  return key;
}
