import type { HostSample } from '@trainyard/contracts';
import { palettes } from '@trainyard/sections';
import { expect, test } from 'vitest';
import { hostCharts, spans } from './host-charts.ts';

const sample = (at: string, cpu: number, gpus: HostSample['gpus'] = []): HostSample => ({
  at,
  cpu_percent: cpu,
  cores: 2,
  memory_bytes: 4e9,
  memory_total_bytes: 16e9,
  disk_read_bytes_s: 1e6,
  disk_write_bytes_s: 2e6,
  disk_free_bytes: 5e9,
  disk_total_bytes: 10e9,
  gpus,
});

test('nothing measured gives no chart', () => {
  expect(hostCharts(palettes.light, [], spans[0])).toEqual([]);
});

test('time runs back from the last look, in the unit of the span', () => {
  const samples = [sample('2026-01-01T00:00:00Z', 20), sample('2026-01-01T02:00:00Z', 60)];
  const [cpu, memory] = hostCharts(palettes.light, samples, spans[1]);
  expect(JSON.stringify(cpu?.option)).toContain('"x":[-2,0]');
  expect(cpu?.sentence).toBe('60 % last, 40 on average, at most 60');
  expect(memory?.sentence).toContain('4 GB last');
});

test('each GPU has its own chart, with its memory', () => {
  const gpu = { index: 0, name: 'H', used_percent: 50, memory_bytes: 1, memory_total_bytes: 4 };
  const charts = hostCharts(palettes.light, [sample('2026-01-01T00:00:00Z', 1, [gpu])], spans[0]);
  expect(charts.at(-1)).toMatchObject({ id: 'gpu-0', title: 'GPU 0, H' });
  expect(charts.at(-1)?.sentence).toContain('memory 25 % last');
});
