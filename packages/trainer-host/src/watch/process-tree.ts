import { readdir, readFile } from 'node:fs/promises';
import { statFields } from './process-identity.ts';

/** Kernel ticks a second as /proc counts them: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;
const pageBytes = 4096;

export interface ProcessUse {
  pid: number;
  cpuSeconds: number;
  residentBytes: number;
  sharedBytes: number;
  readBytes: number;
  writeBytes: number;
}

async function childrenOf(pid: number): Promise<number[]> {
  try {
    const threads = await readdir(`/proc/${pid}/task`);
    const lists = await Promise.all(
      threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
    );
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  } catch {
    // Ended meanwhile.
    return [];
  }
}

/** The process and all below it, parents first. */
export async function treeOf(pid: number): Promise<number[]> {
  const all: number[] = [];
  let level = [pid];
  while (level.length > 0) {
    all.push(...level);
    level = (await Promise.all(level.map(childrenOf))).flat().filter((child) => !all.includes(child));
  }
  return all;
}

function ioField(text: string, name: string): number {
  return Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

export async function useOf(pid: number): Promise<ProcessUse | null> {
  try {
    const [stat, statm, io] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/statm`, 'utf8'),
      // Closed for processes of other users.
      readFile(`/proc/${pid}/io`, 'utf8').catch(() => ''),
    ]);
    const fields = statFields(stat);
    const [, resident, shared] = statm.split(' ').map(Number);
    return {
      pid,
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      residentBytes: (resident ?? 0) * pageBytes,
      sharedBytes: (shared ?? 0) * pageBytes,
      readBytes: ioField(io, 'read_bytes'),
      writeBytes: ioField(io, 'write_bytes'),
    };
  } catch {
    // Ended meanwhile.
    return null;
  }
}
