import type { FrozenRun } from '@trainyard/contracts';
import type { AnswerOf } from '@trainyard/contracts/routes';
import {
  type DevicePrices,
  type Estimate,
  estimateCheckpointSize,
  estimateCost,
  estimateDuration,
  mergeConfig,
  type PastRun,
  typicalDuration,
  workOf,
} from '@trainyard/domain';
import type { CompletedRun } from '@trainyard/store';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';

type Estimates = AnswerOf<'checkConfig'>['estimate'];

function pastOf(run: CompletedRun): PastRun {
  return {
    running_s: run.running_s,
    work: workOf(run.config, run.train_size),
    checkpoint_bytes: run.checkpoint_bytes,
  };
}

function fromTypical(trainer: CatalogTrainer, frozen: FrozenRun): Estimate | null {
  const { typical } = trainer.manifest;
  if (typical === undefined) return null;
  const { schema, presets } = trainer;
  return typicalDuration(
    {
      time_s: typical.time_s,
      recommended: presets.find((one) => one.recommended)?.id ?? null,
      configOf: (id) => {
        const preset = presets.find((one) => one.id === id);
        return preset === undefined ? null : mergeConfig({ schema, preset: preset.config }).config;
      },
    },
    { preset: frozen.preset, config: frozen.config },
  );
}

/**
 * What a run will take, from completed runs of its trainer: those of the same preset where there are any, since another
 * preset is often another model. Before that the manifest's own measurement.
 */
export function estimateRun(
  trainer: CatalogTrainer,
  frozen: FrozenRun,
  known: { runs: readonly CompletedRun[]; prices: DevicePrices },
): Estimates {
  const { runs, prices } = known;
  const same = runs.filter((run) => run.preset === frozen.preset);
  const alike = (same.length > 0 ? same : runs).map(pastOf);
  const work = workOf(frozen.config, frozen.split?.sizes.train ?? null);
  const learned = estimateDuration(alike, work);
  const typical = learned === null ? fromTypical(trainer, frozen) : null;
  const bytes = estimateCheckpointSize(alike) ?? estimateCheckpointSize(runs.map(pastOf));
  const seconds =
    learned !== null
      ? { ...learned, basis: 'runs' as const }
      : typical !== null
        ? { ...typical, basis: 'typical' as const }
        : null;
  return {
    seconds,
    checkpoint_bytes: bytes === null ? null : { ...bytes, basis: 'runs' },
    cost: seconds === null ? null : estimateCost(seconds, prices, frozen.resources),
  };
}
