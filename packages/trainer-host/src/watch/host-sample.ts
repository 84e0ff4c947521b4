import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { HostSample } from '@trainyard/contracts';
import { gpus } from './gpu.ts';

const sectorBytes = 512;

interface Counters {
  at: number;
  busy: number;
  total: number;
  read: number;
  written: number;
}

function cpuTimes(stat: string): { busy: number; total: number } {
  const times = (stat.split('\n', 1)[0] ?? '').trim().split(/\s+/).slice(1, 9).map(Number);
  const total = times.reduce((sum, time) => sum + time, 0);
  return { total, busy: total - (times[3] ?? 0) - (times[4] ?? 0) };
}

/** Whole disks only: partitions, loops and mapped devices would count the same bytes again. */
const wholeDisk = /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|hd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/;

function diskBytes(diskstats: string): { read: number; written: number } {
  let read = 0;
  let written = 0;
  for (const line of diskstats.split('\n')) {
    const fields = line.trim().split(/\s+/);
    if (!wholeDisk.test(fields[2] ?? '')) continue;
    read += Number(fields[5]) * sectorBytes;
    written += Number(fields[9]) * sectorBytes;
  }
  return { read, written };
}

function kilobytes(meminfo: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1] ?? 0) * 1024;
}

async function readOr(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Looks at this computer; rates are over the time since the look before. */
export class HostSampler {
  readonly #folder: string;
  #last: Counters | null = null;

  /** `folder`: whose disk's free space is reported. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async sample(): Promise<HostSample> {
    const [stat, meminfo, diskstats, disk, devices] = await Promise.all([
      readOr('/proc/stat'),
      readOr('/proc/meminfo'),
      readOr('/proc/diskstats'),
      statfs(this.#folder),
      gpus(),
    ]);
    const at = Date.now();
    const now: Counters = { at, ...cpuTimes(stat), ...diskBytes(diskstats) };
    const before = this.#last ?? { ...now, busy: 0, total: 0 };
    this.#last = now;
    const seconds = (now.at - before.at) / 1000;
    const rate = (bytes: number): number => (seconds > 0 ? Math.round(Math.max(0, bytes) / seconds) : 0);
    const ticks = now.total - before.total;
    const total = kilobytes(meminfo, 'MemTotal');
    return {
      at: new Date(at).toISOString(),
      cpu_percent: ticks > 0 ? Math.round(((now.busy - before.busy) / ticks) * 1000) / 10 : 0,
      cores: availableParallelism(),
      memory_bytes: total - kilobytes(meminfo, 'MemAvailable'),
      memory_total_bytes: total,
      disk_read_bytes_s: rate(now.read - before.read),
      disk_write_bytes_s: rate(now.written - before.written),
      disk_free_bytes: disk.bavail * disk.bsize,
      disk_total_bytes: disk.blocks * disk.bsize,
      gpus: devices,
    };
  }
}
