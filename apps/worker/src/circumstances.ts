import { arch, availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os';
import type { Circumstances } from '@trainyard/contracts';
import type { AttemptEnd } from '@trainyard/trainer-host';

/** What is known of this attempt's surroundings when it ends. */
export function circumstancesOf(
  end: AttemptEnd,
  facts: Pick<Circumstances, 'devices' | 'code_digest' | 'datasets'>,
): Circumstances {
  return {
    host: hostname(),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory_bytes: totalmem(),
    system: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    versions: end.hello?.versions ?? {},
    ...facts,
    ...(end.torch === null ? {} : { torch_build: end.torch }),
  };
}
