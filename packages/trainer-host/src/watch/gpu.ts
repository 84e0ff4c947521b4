import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One device as nvidia-smi sees it. */
export interface GpuUse {
  index: number;
  name: string;
  used_percent: number;
  memory_bytes: number;
  memory_total_bytes: number;
}

export interface GpuProcess {
  pid: number;
  memoryBytes: number;
}

const mebibyte = 2 ** 20;
/** Runs and host look at nearly the same time: one look serves all, since nvidia-smi takes tens of milliseconds. */
const freshMs = 1000;

function fields(line: string): string[] {
  return line.split(',').map((field) => field.trim());
}

/** "[N/A]" where a device does not tell, as MIG devices do. */
function number(text: string | undefined): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}

export function parseGpus(text: string): GpuUse[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const parts = fields(line);
      return {
        index: number(parts[0]),
        name: parts.slice(1, -3).join(', '),
        used_percent: number(parts.at(-3)),
        memory_bytes: number(parts.at(-2)) * mebibyte,
        memory_total_bytes: number(parts.at(-1)) * mebibyte,
      };
    });
}

export function parseGpuProcesses(text: string): GpuProcess[] {
  return text
    .split('\n')
    .map(fields)
    .filter((parts) => /^\d+$/.test(parts[0] ?? ''))
    .map((parts) => ({ pid: Number(parts[0]), memoryBytes: number(parts[1]) * mebibyte }));
}

let absent = false;

async function ask(query: string): Promise<string> {
  if (absent) return '';
  try {
    const { stdout } = await run('nvidia-smi', [query, '--format=csv,noheader,nounits'], { timeout: 5000 });
    return stdout;
  } catch (error) {
    // No such program: it will not appear while we run. Any other failure is asked again.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') absent = true;
    return '';
  }
}

function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | null = null;
  return () => {
    const now = Date.now();
    if (last === null || now - last.at > freshMs) last = { at: now, answer: look() };
    return last.answer;
  };
}

export const gpus = shared(async () =>
  parseGpus(await ask('--query-gpu=index,name,utilization.gpu,memory.used,memory.total')),
);
export const gpuProcesses = shared(async () => parseGpuProcesses(await ask('--query-compute-apps=pid,used_memory')));

export async function gpuIndexes(): Promise<number[]> {
  return (await gpus()).map((gpu) => gpu.index);
}
