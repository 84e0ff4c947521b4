import { type GpuProcess, gpuProcesses } from './gpu.ts';
import { treeOf, useOf } from './process-tree.ts';

/** What one run used, over the time since the sample before. */
export interface RunSample {
  /** Milliseconds since the attempt's process started. */
  elapsedMs: number;
  /** 100 = one core. */
  cpuPercent: number;
  /** Of the whole process tree; pages shared with the main process are counted once. */
  memoryBytes: number;
  diskReadBytesPerSecond: number;
  diskWriteBytesPerSecond: number;
  processes: number;
  /** Null where no device is used. */
  gpuMemoryBytes: number | null;
}

interface Totals {
  cpuSeconds: number;
  readBytes: number;
  writeBytes: number;
}

/** Looks at a process and all below it. Children that ended keep counting, so that a rate never jumps below zero. */
export class RunSampler {
  readonly #pid: number;
  readonly #startedAt: number;
  readonly #withGpus: boolean;
  #lastAt: number;
  #last = new Map<number, Totals>();
  peakMemoryBytes = 0;

  constructor(pid: number, startedAt: number, withGpus: boolean) {
    this.#pid = pid;
    this.#startedAt = startedAt;
    this.#lastAt = startedAt;
    this.#withGpus = withGpus;
  }

  async sample(now: number): Promise<RunSample | null> {
    const pids = await treeOf(this.#pid);
    const uses = (await Promise.all(pids.map(useOf))).filter((use) => use !== null);
    if (uses.length === 0) return null;
    const seconds = Math.max((now - this.#lastAt) / 1000, 0.001);
    const grown: Totals = { cpuSeconds: 0, readBytes: 0, writeBytes: 0 };
    const seen = new Map<number, Totals>();
    let memoryBytes = 0;
    for (const use of uses) {
      const before = this.#last.get(use.pid) ?? { cpuSeconds: 0, readBytes: 0, writeBytes: 0 };
      grown.cpuSeconds += Math.max(0, use.cpuSeconds - before.cpuSeconds);
      grown.readBytes += Math.max(0, use.readBytes - before.readBytes);
      grown.writeBytes += Math.max(0, use.writeBytes - before.writeBytes);
      memoryBytes += use.pid === this.#pid ? use.residentBytes : use.residentBytes - use.sharedBytes;
      seen.set(use.pid, use);
    }
    this.#last = seen;
    this.#lastAt = now;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, memoryBytes);
    return {
      elapsedMs: now - this.#startedAt,
      cpuPercent: round((grown.cpuSeconds / seconds) * 100),
      memoryBytes,
      diskReadBytesPerSecond: Math.round(grown.readBytes / seconds),
      diskWriteBytesPerSecond: Math.round(grown.writeBytes / seconds),
      processes: uses.length,
      gpuMemoryBytes: this.#withGpus ? gpuMemoryOf(await gpuProcesses(), pids) : null,
    };
  }
}

function gpuMemoryOf(processes: readonly GpuProcess[], pids: readonly number[]): number | null {
  const ours = processes.filter((process) => pids.includes(process.pid));
  return ours.length === 0 ? null : ours.reduce((sum, process) => sum + process.memoryBytes, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
