import { readFileSync } from 'node:fs';

/**
 * When a process started, in the kernel's ticks since boot: together with the pid it names one process for ever,
 * which a pid alone does not. Null where there is no such process (or no /proc).
 */
export function startTimeOf(pid: number): string | null {
  try {
    return statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))[19] ?? null;
  } catch {
    // Gone, or another system than Linux: there is nothing to compare with.
    return null;
  }
}

/** Fields of /proc/<pid>/stat from the state on; the name before them may hold spaces and brackets. */
export function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

let boot: string | null | undefined;
export function bootId(): string | null {
  if (boot !== undefined) return boot;
  try {
    boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    boot = null;
  }
  return boot;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    const state = statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))[0];
    return state !== 'Z' && state !== 'X';
  } catch {
    // No /proc: the signal's word stands.
    return true;
  }
}
