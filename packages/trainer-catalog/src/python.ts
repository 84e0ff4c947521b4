import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const candidates = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];

async function minorOf(program: string): Promise<string | null> {
  try {
    const { stdout } = await run(program, ['-c', 'import sys; print(*sys.version_info[:2])'], { timeout: 20_000 });
    const [major, minor] = stdout.trim().split(' ').map(Number);
    return major === 3 && minor !== undefined && minor >= 11 && minor <= 13 ? `3.${minor}` : null;
  } catch {
    return null; // not installed, or a shim of a version that is not: the next candidate
  }
}

/** `3.11`: the version that environments are made with, which is part of their folder's name. Null where none is found. */
export async function pythonVersion(wanted: string | null): Promise<string | null> {
  for (const program of wanted === null ? candidates : [wanted]) {
    const version = await minorOf(program);
    if (version !== null) return version;
  }
  return null;
}
