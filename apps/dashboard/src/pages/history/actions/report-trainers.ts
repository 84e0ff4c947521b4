import type { TrainerItem } from '@trainyard/contracts/routes';

/** Trainers that read earlier runs and write a report, by what their manifests say: any such trainer can be added. */
export function reportTrainers(trainers: readonly TrainerItem[]): TrainerItem[] {
  return trainers.filter(
    ({ manifest, problems }) =>
      problems.length === 0 && manifest.needs.runs !== null && manifest.produces.includes('report'),
  );
}

/** Why a trainer takes not just these runs; null where it does. */
export function whyNotReported({ manifest }: TrainerItem, runs: number): string | null {
  const needs = manifest.needs.runs;
  if (needs === null) return `${manifest.title} reads no runs.`;
  if (runs < needs.min) return `${manifest.title} needs at least ${needs.min} runs.`;
  return runs > needs.max ? `${manifest.title} takes at most ${needs.max} runs.` : null;
}
