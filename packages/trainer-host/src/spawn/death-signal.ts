import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
let known: Promise<readonly string[]> | null = null;

/**
 * Words before a command that let the kernel kill it when its worker dies, however the worker died. Where there is no
 * setpriv, the SDK's watch on stdin and the reaper at worker start do the same later.
 */
export function deathSignalWords(): Promise<readonly string[]> {
  known ??= run('setpriv', ['--pdeathsig', 'KILL', '--', 'true'], { timeout: 5000 }).then(
    () => ['setpriv', '--pdeathsig', 'KILL', '--'],
    () => [],
  );
  return known;
}
