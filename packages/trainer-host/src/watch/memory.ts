import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface MemoryWatchOptions {
  /** Where control groups are mounted. */
  cgroupRoot?: string;
}

/** What can tell a kill for memory from any other SIGKILL. */
export interface MemoryFacts {
  /** Kills for memory in the trainer's control group since it started. */
  oomKills: number;
  peakBytes: number;
  /** The smallest limit that held for it: its control group's or the computer's. */
  limitBytes: number | null;
}

interface Group {
  events: string;
  limit: string;
}

async function groupOf(pid: number, root: string): Promise<Group | null> {
  const text = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.split(':'));
  const first = lines.find((parts) => parts[1]?.split(',').includes('memory'));
  if (first !== undefined) {
    const folder = join(root, 'memory', first.slice(2).join(':'));
    return { events: join(folder, 'memory.oom_control'), limit: join(folder, 'memory.limit_in_bytes') };
  }
  const second = lines.find((parts) => parts[0] === '0');
  if (second === undefined) return null;
  const folder = join(root, second.slice(2).join(':'));
  return { events: join(folder, 'memory.events'), limit: join(folder, 'memory.max') };
}

async function killsIn(group: Group): Promise<number> {
  const text = await readFile(group.events, 'utf8').catch(() => '');
  return Number(/^oom_kill (\d+)/m.exec(text)?.[1] ?? 0);
}

async function limitOf(group: Group): Promise<number | null> {
  const value = Number((await readFile(group.limit, 'utf8').catch(() => '')).trim());
  // Version 1 says "no limit" as a huge number, version 2 as "max".
  return Number.isFinite(value) && value > 0 && value < 2 ** 50 ? value : null;
}

/** Follows the control group that a trainer is in, which may change while it runs. */
export class MemoryWatch {
  readonly #pid: number;
  readonly #root: string;
  readonly #before = new Map<string, { group: Group; kills: number }>();
  #total: number | null = null;

  constructor(pid: number, options: MemoryWatchOptions = {}) {
    this.#pid = pid;
    this.#root = options.cgroupRoot ?? '/sys/fs/cgroup';
  }

  /** To be called while the process lives. */
  async look(): Promise<void> {
    const group = await groupOf(this.#pid, this.#root);
    if (group === null || this.#before.has(group.events)) return;
    this.#before.set(group.events, { group, kills: await killsIn(group) });
  }

  async facts(peakBytes: number): Promise<MemoryFacts> {
    let oomKills = 0;
    const limits: number[] = [];
    for (const { group, kills } of this.#before.values()) {
      oomKills += Math.max(0, (await killsIn(group)) - kills);
      const limit = await limitOf(group);
      if (limit !== null) limits.push(limit);
    }
    this.#total ??= Number(
      /^MemTotal:\s+(\d+)/m.exec(await readFile('/proc/meminfo', 'utf8').catch(() => ''))?.[1] ?? 0,
    );
    if (this.#total > 0) limits.push(this.#total * 1024);
    return { oomKills, peakBytes, limitBytes: limits.length > 0 ? Math.min(...limits) : null };
  }
}
