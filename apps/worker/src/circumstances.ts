import { arch, availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os';
import type { AttemptEnd } from '@trainyard/trainer-host';

/** What a repeat of a run is held against where its numbers differ. */
export function circumstancesOf(end: AttemptEnd, devices: readonly number[]): Record<string, unknown> {
  return {
    host: hostname(),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory_bytes: totalmem(),
    system: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    versions: end.hello?.versions ?? {},
    devices,
    ...(end.torch === null ? {} : { torch_build: end.torch }),
  };
}
