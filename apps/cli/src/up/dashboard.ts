import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BuildOptions {
  say: (message: string) => void;
  signal: AbortSignal;
  home: string;
  /** The program; a stand-in in tests. */
  program?: string;
}

const app = fileURLToPath(new URL('../../../dashboard/', import.meta.url));
const builder = join(app, 'build/build.mjs');
/** A finished folder is found at once; what takes longer is told. */
const silentMs = 700;
const limitMs = 180_000;
const toldChars = 1_000;

/** Beside the sources, where every home of this machine finds it; in the home where the sources belong to somebody else. */
function placeArguments(home: string): string[] {
  try {
    accessSync(app, constants.W_OK);
    return [];
  } catch {
    return ['--into', join(home, 'cache/dashboard')];
  }
}

/**
 * The folder of the built dashboard, for the server: built when its sources have changed, in a process of its own. The
 * product works without it, so a build that fails is said and ends nothing; then there is no folder.
 */
export async function buildDashboard({ say, signal, home, program = builder }: BuildOptions): Promise<string | null> {
  const startedAt = performance.now();
  let told = false;
  const timer = setTimeout(() => {
    told = true;
    say('Building the dashboard.');
  }, silentMs);
  const child = spawn(process.execPath, [program, ...placeArguments(home)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { code, output, problems } = await endOf(child);
    const folder = output.trim().split('\n').at(-1) ?? '';
    if (code === 0 && folder !== '') {
      if (told) say(`The dashboard is built (${((performance.now() - startedAt) / 1000).toFixed(1)} s).`);
      return folder;
    }
    if (!signal.aborted) {
      say(
        'The dashboard could not be built; everything else works. Try again with: node apps/dashboard/build/build.mjs',
      );
      say(problems.trim().slice(-toldChars));
    }
    return null;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function endOf(child: ChildProcess): Promise<{ code: number | null; output: string; problems: string }> {
  return new Promise((resolve) => {
    let output = '';
    let problems = '';
    child.stdout?.on('data', (piece: Buffer) => {
      output += piece;
    });
    child.stderr?.on('data', (piece: Buffer) => {
      problems += piece;
    });
    child.once('error', (error) => resolve({ code: null, output, problems: error.message }));
    child.once('close', (code) => resolve({ code, output, problems }));
  });
}
