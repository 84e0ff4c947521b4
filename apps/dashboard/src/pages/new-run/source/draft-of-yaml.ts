import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import type { Draft } from '../draft/draft.ts';
import { writeDuration } from '../draft/duration-text.ts';
import { datasetOfRecord } from './clone-run.ts';
import { takeConfig } from './take-over.ts';
import type { YamlFile } from './yaml-file.ts';

/** A draft with what a YAML file says; what it does not say stays as it is. */
export function draftOfYaml(input: {
  draft: Draft;
  file: YamlFile;
  item: TrainerItem;
  datasets: readonly Dataset[];
}): Draft {
  const { draft, file, item, datasets } = input;
  const { manifest } = item;
  const same = draft.trainer === manifest.id;
  const taken = takeConfig(
    item,
    { preset: file.kind === 'settings' && same ? draft.preset : file.preset, config: file.config },
    { dropUnknown: false },
  );
  const data = datasetOfRecord(file.dataset, datasets);
  const usual = same ? draft.dataset : null;
  const { name, seed, threads, gpus, time_limit_s } = file.settings;
  return {
    ...draft,
    trainer: manifest.id,
    preset: taken.preset,
    dataset: manifest.needs.dataset === null ? null : (data.dataset ?? usual),
    changes: taken.changes,
    run: {
      ...draft.run,
      ...(name === undefined ? {} : { name }),
      ...(seed === undefined ? {} : { seed: seed === '0' && draft.run.seed === '' ? '' : seed }),
      ...(threads === undefined ? {} : { threads: threads === String(manifest.threads) ? '' : threads }),
      ...(gpus === undefined ? {} : { gpus: gpus === '0' ? '' : gpus }),
      ...(time_limit_s === undefined
        ? {}
        : { timeLimit: time_limit_s === manifest.time_limit_s ? '' : writeDuration(time_limit_s) }),
    },
    notes: [...taken.notes, ...data.notes],
  };
}
