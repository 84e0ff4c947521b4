import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFolderLock } from './folder-lock.ts';
import type { Python } from './python.ts';
import { runTool } from './tool.ts';

const run = promisify(execFile);
const uvVersion = '0.13.8';

export interface UvSpec {
  home: string;
  python: Python;
  signal: AbortSignal;
  onProgress(message: string): void;
}

async function works(program: string): Promise<boolean> {
  try {
    await run(program, ['--version'], { timeout: 10_000 });
    return true;
  } catch {
    // Absent or broken: the next place.
    return false;
  }
}

/** uv from PATH, else the pinned one that pip puts below the home. */
export async function findUv(spec: UvSpec): Promise<string> {
  if (await works('uv')) return 'uv';
  const target = join(spec.home, 'tools', `uv-${uvVersion}`);
  const program = join(target, 'bin', 'uv');
  const isThere = (): Promise<boolean> =>
    access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
  if (await isThere()) return program;
  await withFolderLock(
    `${target}.lock`,
    spec.signal,
    () => spec.onProgress('Waiting for another installation of uv'),
    async () => {
      if (await isThere()) return;
      spec.onProgress(`Installing uv ${uvVersion} with pip`);
      const temporary = `${target}.new`;
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary, { recursive: true });
      await runTool({
        words: [
          spec.python.program,
          ...[
            '-m',
            'pip',
            'install',
            '--quiet',
            '--disable-pip-version-check',
            '--no-input',
            '--root-user-action=ignore',
          ],
          ...['--target', temporary, `uv==${uvVersion}`],
        ],
        variables: { PYTHONDONTWRITEBYTECODE: '1' },
        signal: spec.signal,
        onLine: spec.onProgress,
      });
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    },
  );
  return program;
}
