import type { HostSample } from '@trainyard/contracts';
import { formatBytes } from '../../../format/bytes.ts';
import { formatDuration } from '../../../format/duration.ts';
import { formatNumber } from '../../../format/number.ts';
import { fromWire } from '../../../format/wire-number.ts';

/** One meter: how full the host is, with what the run takes of it, and how it was of late. */
export interface SystemMeter {
  id: string;
  label: string;
  /** 0 to 1; null where the host tells no whole. */
  fraction: number | null;
  text: string;
  note: string | null;
  history: number[];
  /** The end of the history's scale. */
  high: number | undefined;
}

/** Readings of the run's own process, newest last; by name without `system/`. */
export type OwnReadings = ReadonlyMap<string, readonly number[]>;

const percent = (value: number): string => `${formatNumber(Math.round(value))}\u202f%`;

/** Of the host where its worker is known, else of the run alone. */
export function systemMeters(samples: readonly HostSample[], own: OwnReadings): SystemMeter[] {
  const last = samples.at(-1);
  const newest = (name: string): number | null => own.get(name)?.at(-1) ?? null;
  if (last === undefined) return ownMeters(own, newest);
  const meters: SystemMeter[] = [];
  for (const gpu of last.gpus) {
    const of = (sample: HostSample) => sample.gpus.find(({ index }) => index === gpu.index);
    meters.push({
      id: `gpu-${gpu.index}`,
      label: `GPU ${gpu.index}`,
      fraction: gpu.used_percent / 100,
      text: percent(gpu.used_percent),
      note: gpu.name,
      history: samples.map((sample) => of(sample)?.used_percent ?? Number.NaN),
      high: 100,
    });
    const ownGpu = newest('gpu_memory_bytes');
    meters.push({
      id: `gpu-memory-${gpu.index}`,
      label: last.gpus.length > 1 ? `GPU ${gpu.index} memory` : 'GPU memory',
      fraction: gpu.memory_total_bytes > 0 ? gpu.memory_bytes / gpu.memory_total_bytes : null,
      text: ofWhole(gpu.memory_bytes, gpu.memory_total_bytes),
      note: ownGpu === null ? null : `this run ${formatBytes(ownGpu)}`,
      history: samples.map((sample) => of(sample)?.memory_bytes ?? Number.NaN),
      high: gpu.memory_total_bytes,
    });
  }
  const cpu = fromWire(last.cpu_percent);
  const ownCpu = newest('cpu_percent');
  const ownMemory = newest('memory_bytes');
  const ownWrite = newest('disk_write_bytes_s');
  const writes = samples.map(({ disk_write_bytes_s: bytes }) => bytes);
  meters.push(
    {
      id: 'cpu',
      label: 'CPU',
      fraction: Number.isFinite(cpu) ? cpu / 100 : null,
      text: percent(cpu),
      note: [ownCpu === null ? null : `this run ${percent(ownCpu)} of one core`, `${last.cores} cores`]
        .filter((part) => part !== null)
        .join(', '),
      history: samples.map((sample) => fromWire(sample.cpu_percent)),
      high: 100,
    },
    {
      id: 'memory',
      label: 'RAM',
      fraction: last.memory_total_bytes > 0 ? last.memory_bytes / last.memory_total_bytes : null,
      text: ofWhole(last.memory_bytes, last.memory_total_bytes),
      note: ownMemory === null ? null : `this run ${formatBytes(ownMemory)}`,
      history: samples.map(({ memory_bytes: bytes }) => bytes),
      high: last.memory_total_bytes,
    },
    {
      id: 'disk-write',
      label: 'Disk write',
      // There is no whole: it is told against its own highest of late.
      fraction: shareOfHighest(writes),
      text: `${formatBytes(last.disk_write_bytes_s)}/s`,
      note: [
        ownWrite === null ? null : `this run ${formatBytes(ownWrite)}/s`,
        `${formatBytes(last.disk_free_bytes)} of ${formatBytes(last.disk_total_bytes)} free`,
      ]
        .filter((part) => part !== null)
        .join(', '),
      history: writes,
      high: undefined,
    },
  );
  return meters;
}

function ofWhole(used: number, whole: number): string {
  return whole > 0 ? `${formatBytes(used)} of ${formatBytes(whole)}` : formatBytes(used);
}

function shareOfHighest(values: readonly number[]): number {
  const highest = Math.max(...values, 1e6);
  return (values.at(-1) ?? 0) / highest;
}

const ownLabels: Readonly<Record<string, [label: string, show: (value: number) => string]>> = {
  cpu_percent: ['CPU of this run', (value) => `${percent(value)} of one core`],
  memory_bytes: ['RAM of this run', formatBytes],
  gpu_memory_bytes: ['GPU memory of this run', formatBytes],
  disk_write_bytes_s: ['Disk write of this run', (value) => `${formatBytes(value)}/s`],
  disk_read_bytes_s: ['Disk read of this run', (value) => `${formatBytes(value)}/s`],
};

function ownMeters(own: OwnReadings, newest: (name: string) => number | null): SystemMeter[] {
  return Object.entries(ownLabels).flatMap(([name, [label, show]]) => {
    const value = newest(name);
    const history = [...(own.get(name) ?? [])];
    if (value === null) return [];
    const highest = Math.max(...history.filter(Number.isFinite));
    const note = history.length > 1 && Number.isFinite(highest) ? `at most ${show(highest)}` : null;
    return [{ id: name, label, fraction: null, text: show(value), note, history, high: undefined }];
  });
}

/** How old the newest sample is, where it is old enough to say. */
export function oldWords(last: HostSample | undefined, now: number): string | null {
  if (last === undefined) return null;
  const seconds = (now - new Date(last.at).getTime()) / 1000;
  return seconds > 30 ? `The newest reading is ${formatDuration(Math.floor(seconds))} old.` : null;
}
