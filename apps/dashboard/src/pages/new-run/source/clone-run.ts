import type { Dataset, FrozenRun, Run } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { type Draft, emptyDraft, emptySettings } from '../draft/draft.ts';
import { writeDuration } from '../draft/duration-text.ts';
import { writeTags } from '../draft/tags-text.ts';
import { newSettings, takeConfig } from './take-over.ts';

/** The pinned version of a record's data set where it is still there, by its content. */
export function datasetOfRecord(
  pinned: { name: string; version: number | null; digest: string | null } | null,
  datasets: readonly Dataset[],
): { dataset: string | null; notes: string[] } {
  if (pinned === null) return { dataset: null, notes: [] };
  const { name, version, digest } = pinned;
  const there = datasets.find((one) => one.name === name);
  if (digest !== null) {
    for (const dataset of datasets) {
      const same = dataset.versions.find((one) => one.digest === digest);
      if (same === undefined) continue;
      const renamed = dataset.name === name ? [] : [`The same data are now called ${dataset.name}.`];
      return { dataset: `${dataset.name}@${same.version}`, notes: renamed };
    }
  }
  const asked = version === null ? name : `${name}@${version}`;
  if (there === undefined)
    return { dataset: null, notes: [`The data set ${asked} is not there any more; choose another.`] };
  if (version === null || (digest === null && there.versions.some((one) => one.version === version))) {
    return { dataset: asked, notes: [] };
  }
  return { dataset: name, notes: [`${asked} is not there any more; the newest version of ${name} was chosen.`] };
}

/** A draft that repeats a run and can be changed. */
export function draftOfRun(input: {
  run: Pick<Run, 'number' | 'name' | 'tags' | 'notes' | 'priority' | 'experiment'>;
  frozen: FrozenRun;
  item: TrainerItem;
  datasets: readonly Dataset[];
  nonce: string;
}): Draft {
  const { run, frozen, item, datasets, nonce } = input;
  const taken = takeConfig(item, frozen, { dropUnknown: true });
  const data = datasetOfRecord(frozen.dataset, datasets);
  const fresh = newSettings(item, frozen.config, taken.preset);
  const { manifest } = item;
  const notes = [...taken.notes, ...data.notes];
  if (fresh.length > 0) notes.push(`New since then, at their usual values: ${fresh.join(', ')}.`);
  if (manifest.needs.upload) notes.push('Uploaded files are not taken over; choose them again.');
  const threads = frozen.resources.threads === manifest.threads ? '' : String(frozen.resources.threads);
  return {
    ...emptyDraft(nonce),
    trainer: manifest.id,
    preset: taken.preset,
    dataset: data.dataset,
    changes: taken.changes,
    run: {
      ...emptySettings,
      notes: run.notes,
      tags: writeTags(run.tags),
      priority: run.priority,
      seed: frozen.seed === 0 ? '' : String(frozen.seed),
      threads,
      gpus: frozen.resources.gpus === 0 ? '' : String(frozen.resources.gpus),
      timeLimit: frozen.time_limit_s === manifest.time_limit_s ? '' : writeDuration(frozen.time_limit_s),
    },
    expert: Object.keys(taken.changes).length > 0,
    source: `Run ${run.number}`,
    notes,
  };
}
