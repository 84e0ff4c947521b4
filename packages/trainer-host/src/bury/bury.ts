import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ProcessRecord, processFile } from '../spawn/spawn.ts';
import { bootId, isAlive, startTimeOf } from '../watch/process-identity.ts';
import { treeOf } from '../watch/process-tree.ts';

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** Processes that were started with this task, wherever they hide: own groups and sessions are inherited from nobody. */
async function bearersOf(taskFile: string): Promise<number[]> {
  const mark = `TRAINYARD_TASK=${taskFile}`;
  const names = await readdir('/proc').catch(() => []);
  const found: number[] = [];
  for (const name of names) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    // Processes of other users cannot be read, and cannot be ours.
    const environment = await readFile(join('/proc', name, 'environ'), 'latin1').catch(() => '');
    if (environment.split('\0').includes(mark)) found.push(Number(name));
  }
  return found;
}

/** Kills all that a trainer left: its process group, and children that had left the group. */
export async function killAll(pid: number, taskFile: string): Promise<void> {
  const tree = isAlive(pid) ? await treeOf(pid) : [];
  signalGroup(pid, 'SIGKILL');
  for (const one of [...tree.slice(1), ...(await bearersOf(taskFile))]) killOne(one);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

const processRecord: z.ZodType<ProcessRecord> = z.object({
  pid: z.int().positive(),
  start_time: z.string().nullable(),
  boot_id: z.string().nullable(),
  host: z.object({ pid: z.int().positive(), start_time: z.string().nullable() }),
});

function isSame(process: { pid: number; start_time: string | null }): boolean {
  return process.start_time !== null && isAlive(process.pid) && startTimeOf(process.pid) === process.start_time;
}

async function readRecord(workFolder: string): Promise<ProcessRecord | null> {
  try {
    return processRecord.parse(JSON.parse(await readFile(join(workFolder, processFile), 'utf8')));
  } catch {
    // Never started, or not ours to judge: written by rename, the file is never half.
    return null;
  }
}

/**
 * Kills the trainer that a dead worker left in this work folder, if it is still the very same process: a pid is given
 * again, a pid with its start time is not. True where something was killed.
 */
export async function killLeftover(workFolder: string): Promise<boolean> {
  const record = await readRecord(workFolder);
  if (record === null || record.boot_id !== bootId() || isSame(record.host)) return false;
  const taskFile = join(workFolder, 'task.json');
  if (isSame(record)) {
    await killAll(record.pid, taskFile);
    return true;
  }
  const left = await bearersOf(taskFile);
  for (const pid of left) killOne(pid);
  return left.length > 0;
}
