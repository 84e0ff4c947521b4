import { describe, expect, it } from 'vitest';
import { parseGpuProcesses, parseGpus } from './gpu.ts';

describe('what nvidia-smi says', () => {
  it('is read by device, with names that hold commas and values that a device does not tell', () => {
    expect(parseGpus('0, NVIDIA H100 80GB HBM3, 37, 1024, 81559\n1, Odd, Name, [N/A], 0, 16384\n\n')).toEqual([
      {
        index: 0,
        name: 'NVIDIA H100 80GB HBM3',
        used_percent: 37,
        memory_bytes: 1024 * 2 ** 20,
        memory_total_bytes: 81559 * 2 ** 20,
      },
      { index: 1, name: 'Odd, Name', used_percent: 0, memory_bytes: 0, memory_total_bytes: 16384 * 2 ** 20 },
    ]);
  });

  it('is read by process', () => {
    expect(parseGpuProcesses('4711, 512\n4712, [N/A]\nNo running processes found\n')).toEqual([
      { pid: 4711, memoryBytes: 512 * 2 ** 20 },
      { pid: 4712, memoryBytes: 0 },
    ]);
  });
});
