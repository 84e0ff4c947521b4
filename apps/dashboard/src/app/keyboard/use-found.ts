import { useRoute } from '../../api/use-route.ts';
import type { Command } from './palette-commands.ts';

const shownRuns = 8;

/** Runs by words or number as the server finds them, and all data sets, models, prompts and trainers. */
export function useFound(text: string): { runs: Command[]; library: Command[] } {
  const enabled = text !== '';
  const number = /^#?([1-9]\d{0,8})$/.exec(text)?.[1];
  const runs = useRoute(
    'listRuns',
    { query: { q: text.slice(0, 200), limit: shownRuns } },
    { enabled, keepPrevious: true },
  );
  const one = useRoute('getRun', { params: { id: number ?? '' } }, { enabled: number !== undefined });
  const datasets = useRoute('listDatasets', { query: { limit: 200 } }, { enabled, freshMs: 60_000 });
  const models = useRoute('listModels', { query: { limit: 200 } }, { enabled, freshMs: 60_000 });
  const prompts = useRoute('listPrompts', { query: { limit: 200 } }, { enabled, freshMs: 60_000 });
  const trainers = useRoute('listTrainers', {}, { enabled, freshMs: 60_000 });
  if (!enabled) return { runs: [], library: [] };

  const found = [...(number !== undefined && one.data !== undefined ? [one.data] : []), ...(runs.data?.items ?? [])];
  const unique = [...new Map(found.map((run) => [run.id, run])).values()];
  const usable = (trainers.data?.items ?? []).filter(({ problems }) => problems.length === 0);
  return {
    runs: unique.map((run) => ({
      id: `run:${run.id}`,
      title: `#${run.number} ${run.name}`,
      kind: `Run, ${run.status}`,
      href: `/runs/${run.number}`,
    })),
    library: [
      ...(datasets.data?.items ?? []).map(({ name }) => ({
        id: `dataset:${name}`,
        title: name,
        kind: 'Data set',
        href: `/datasets/${encodeURIComponent(name)}`,
      })),
      ...(models.data?.items ?? []).map(({ name }) => ({
        id: `model:${name}`,
        title: name,
        kind: 'Model',
        href: `/models/${encodeURIComponent(name)}`,
      })),
      ...(prompts.data?.items ?? []).map(({ name }) => ({
        id: `prompt:${name}`,
        title: name,
        kind: 'Prompt',
        href: `/prompts/${encodeURIComponent(name)}`,
      })),
      ...(trainers.data?.items ?? []).map(({ manifest }) => ({
        id: `trainer:${manifest.id}`,
        title: `${manifest.title} (${manifest.id})`,
        kind: 'Trainer',
        href: `/trainers/${encodeURIComponent(manifest.id)}`,
      })),
      ...usable
        .filter(({ manifest }) => !manifest.hidden && !manifest.needs.upload)
        .map(({ manifest }) => ({
          id: `new:${manifest.id}`,
          title: `New run with ${manifest.title}`,
          kind: 'Command',
          href: `/new?trainer=${encodeURIComponent(manifest.id)}`,
        })),
    ],
  };
}
