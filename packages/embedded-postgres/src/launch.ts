import { type ChildProcess, spawn } from 'node:child_process';
import { TrainyardError } from '@trainyard/contracts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

export interface Program {
  path: string;
  args: readonly string[];
  binaries: Binaries;
  account: Account | null;
  /** Where output goes; a file, so that a database that outlives its supervisor keeps a valid one. */
  output: number | 'pipe';
  input?: string;
  /** Ends with the process that started it: for databases of tests. */
  diesWithParent?: boolean;
}

/** A clean environment: the user's PGPORT, PGDATA or locale have no say here. */
function environment(binaries: Binaries): Record<string, string> {
  const base = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return binaries.libraryPath === null ? base : { ...base, LD_LIBRARY_PATH: binaries.libraryPath };
}

/** Starts one of PostgreSQL's programs in a session of its own, so that a Ctrl-C in the terminal passes it by. */
export function launch(program: Program): ChildProcess {
  const { account, output, input } = program;
  const wrapped = program.diesWithParent === true && process.platform === 'linux';
  const command = wrapped ? 'setpriv' : program.path;
  const args = wrapped ? ['--pdeathsig', 'INT', program.path, ...program.args] : program.args;
  const child = spawn(command, args, {
    cwd: '/',
    env: environment(program.binaries),
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', output, output],
    ...(account ?? {}),
  });
  child.stdin?.on('error', () => {}); // it may end before it has read all; its exit code tells
  if (input !== undefined) child.stdin?.end(input);
  return child;
}

/** Runs a program to its end and gives back what it printed. */
export function runToEnd(program: Omit<Program, 'output'>, limitSeconds: number): Promise<string> {
  const child = launch({ ...program, output: 'pipe' });
  const printed: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), limitSeconds * 1000);
    child.on('error', (cause) => {
      clearTimeout(limit);
      reject(cannotRun(program.path, cause.message, cause));
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) resolve(printed.join(''));
      else reject(cannotRun(program.path, `it ended with ${signal ?? code}: ${printed.join('').trim().slice(-2000)}`));
    });
  });
}

export function cannotRun(path: string, detail: string, cause?: unknown): TrainyardError {
  return new TrainyardError(
    'database-start-failed',
    {
      detail: `${path}: ${detail}`,
      cure: 'See docs/operate, or set DATABASE_URL to a PostgreSQL server of yours.',
    },
    { cause },
  );
}
