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
  for (const one of [...tree.slice(1), ...(await bearersOf(taskFile))]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

const processRecord: z.ZodType<ProcessRecord> = z.object({
  pid: z.int().positive(),
  start_time: z.string().nullable(),
  boot_id: z.string().nullable(),
});

/**
 * Kills the trainer that a dead worker left in this work folder, if it is still the very same process: a pid is given
 * again, a pid with its start time is not. True where something was killed.
 */
export async function killLeftover(workFolder: string, taskFile: string): Promise<boolean> {
  const text = await readFile(join(workFolder, processFile), 'utf8').catch(() => null);
  if (text === null) return false;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Written by rename, so never half; somebody edited it.
    return false;
  }
  const parsed = processRecord.safeParse(value);
  if (!parsed.success || parsed.data.boot_id !== bootId()) return false;
  const { pid, start_time } = parsed.data;
  const same = start_time !== null && startTimeOf(pid) === start_time;
  if (same) {
    await killAll(pid, taskFile);
    return true;
  }
  const bearers = await bearersOf(taskFile);
  for (const one of bearers) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
  return bearers.length > 0;
}
