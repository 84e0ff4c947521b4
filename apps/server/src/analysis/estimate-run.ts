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
  windowsPerSample,
  workOf,
} from '@trainyard/domain';
import type { CompletedRun } from '@trainyard/store';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';

type Estimates = AnswerOf<'checkConfig'>['estimate'];

type Chosen = { preset: string | null; config: Record<string, unknown> };

function typicalOf(trainer: CatalogTrainer): ((chosen: Chosen) => Estimate | null) | null {
  const { typical } = trainer.manifest;
  if (typical === undefined) return null;
  const { schema, presets } = trainer;
  // Every past run is held against its preset, and many runs have the same.
  const configs = new Map(
    presets
      .filter(({ id }) => typical.time_s[id] !== undefined)
      .map(({ id, config }) => [id, mergeConfig({ schema, preset: config }).config]),
  );
  const known = {
    time_s: typical.time_s,
    recommended: presets.find((one) => one.recommended)?.id ?? null,
    configOf: (id: string) => configs.get(id) ?? null,
  };
  return (chosen) => typicalDuration(known, chosen);
}

/** The work of a run in one unit: by the manifest's own measurements where it has some, which tell presets apart, else by its turns. */
function workFor(typical: ReturnType<typeof typicalOf>): (chosen: Chosen, trainSize: number | null) => number | null {
  return ({ preset, config }, trainSize) => {
    const measured = typical?.({ preset, config })?.value;
    if (measured === undefined) return workOf(config, trainSize);
    // Overlap makes more windows: that is in the training size already.
    return (measured / windowsPerSample(config)) * (trainSize ?? 1);
  };
}

/**
 * What a run will take, from completed runs of its trainer: those of the same preset where there are any, since another
 * preset is often another model; else all, scaled by what the manifest measured of each preset. Before there is any run
 * the manifest's own measurement.
 */
export function estimateRun(
  trainer: CatalogTrainer,
  frozen: FrozenRun,
  known: { runs: readonly CompletedRun[]; prices: DevicePrices },
): Estimates {
  const { runs, prices } = known;
  const typicalSeconds = typicalOf(trainer);
  const workOfRun = workFor(typicalSeconds);
  const pastOf = (run: CompletedRun): PastRun => ({
    running_s: run.running_s,
    work: workOfRun(run, run.train_size),
    checkpoint_bytes: run.checkpoint_bytes,
  });
  const same = runs.filter((run) => run.preset === frozen.preset);
  const alike = (same.length > 0 ? same : runs).map(pastOf);
  const learned = estimateDuration(alike, workOfRun(frozen, frozen.split?.sizes.train ?? null));
  const typical = learned === null ? (typicalSeconds?.(frozen) ?? null) : null;
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
