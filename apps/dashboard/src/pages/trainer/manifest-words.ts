import type { Manifest, Preset } from '@trainyard/contracts';
import { formatDuration } from '../../format/duration.ts';

type Capabilities = Manifest['capabilities'];

/** What can be asked of it while it runs. */
export function abilityWords({ pause, stop }: Pick<Capabilities, 'pause' | 'stop'>): string {
  const can = [
    ...(pause ? ['be paused and resumed'] : []),
    ...(stop ? ['be stopped and keep its results so far'] : []),
    'be cancelled',
  ];
  return can.join(', ');
}

const gpus: Record<Capabilities['gpu'], string> = {
  no: 'runs on the processor',
  optional: 'uses one if it is given one',
  required: 'must have one',
};

export function gpuWords(gpu: Capabilities['gpu']): string {
  return gpus[gpu];
}

/** Measured on two cores and the demo data. */
export function typicalWords({ typical }: Pick<Manifest, 'typical'>, presets: readonly Preset[]): string | null {
  if (typical === undefined) return null;
  const times = Object.entries(typical.time_s).map(
    ([id, seconds]) => `${presets.find((one) => one.id === id)?.title ?? id} ${formatDuration(seconds)}`,
  );
  return [typical.quality, ...times].join('; ');
}
