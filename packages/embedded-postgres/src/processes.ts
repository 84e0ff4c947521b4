import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is running on a data folder. Only world-readable files of /proc are used: root in a container may not read the
 * working folder or the program of another account's process.
 */

/** Shown in the title of every process of a cluster, so that leftovers of a killed one can be told. */
export function clusterName(dataDir: string): string {
  return `trainyard-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
}

export function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // gone, or no /proc
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return !zombie(pid);
}

/** A process that has ended and was not waited for: in a container without an init it stays for good. */
function zombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

function listProc(): string[] {
  try {
    return readdirSync('/proc');
  } catch {
    return []; // not Linux
  }
}

/** The processes that serve this data folder, whether their postmaster lives or not. */
export function clusterProcesses(dataDir: string): number[] {
  const name = clusterName(dataDir);
  const pids = listProc()
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
  return pids.filter((pid) => {
    const words = commandLine(pid);
    const serves = words[0]?.startsWith(`postgres: ${name}: `) === true || words.includes(`cluster_name=${name}`);
    return serves && !zombie(pid);
  });
}

export interface PostmasterFile {
  pid: number;
  socketFolder: string;
  ready: boolean;
}

/** Reads postmaster.pid: pid, data folder, start time, port, socket folder, address, shared memory, status. */
export function readPostmasterFile(dataDir: string): PostmasterFile | null {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, socketFolder: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' };
}
