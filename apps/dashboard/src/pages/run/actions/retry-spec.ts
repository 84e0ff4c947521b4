import type { FrozenRun, Run } from '@trainyard/contracts';

/** The same run once more: configuration, data version, seed and threads of its record, in the same experiment. */
export function retrySpec(run: Run, frozen: FrozenRun) {
  const { resources, dataset } = frozen;
  return {
    trainer: frozen.trainer.id,
    ...(frozen.preset === null ? {} : { preset: frozen.preset }),
    config: frozen.config,
    ...(dataset === null ? {} : { dataset: `${dataset.name}@${dataset.version}` }),
    name: run.name,
    ...(run.notes === '' ? {} : { notes: run.notes }),
    tags: run.tags,
    priority: run.priority,
    seed: frozen.seed,
    threads: resources.threads,
    gpus: resources.gpus,
    time_limit_s: frozen.time_limit_s,
    experiment: run.experiment.id,
  };
}
