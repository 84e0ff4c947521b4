import { useRoute } from '../../api/use-route.ts';
import { type Command, fits } from './palette-commands.ts';

const shownRuns = 8;
const shownOthers = 5;

/** Runs, data sets and trainers by name; a number is a run's own. */
export function useFound(text: string): Command[] {
  const enabled = text !== '';
  const number = /^#?([1-9]\d{0,9})$/.exec(text)?.[1];
  const runs = useRoute(
    'listRuns',
    { query: { q: text.slice(0, 200), limit: shownRuns } },
    { enabled, keepPrevious: true },
  );
  const one = useRoute('getRun', { params: { id: number ?? '' } }, { enabled: number !== undefined });
  const datasets = useRoute('listDatasets', { query: { limit: 200 } }, { enabled, freshMs: 60_000 });
  const trainers = useRoute('listTrainers', {}, { enabled, freshMs: 60_000 });
  if (!enabled) return [];

  const runItems = [...(number !== undefined && one.data !== undefined ? [one.data] : []), ...(runs.data?.items ?? [])];
  const unique = [...new Map(runItems.map((run) => [run.id, run])).values()];
  return [
    ...unique.map((run) => ({
      id: `run:${run.id}`,
      title: `#${run.number} ${run.name}`,
      kind: `Run, ${run.status}`,
      href: `/runs/${run.number}`,
    })),
    ...(datasets.data?.items ?? [])
      .filter(({ name }) => fits(name, text))
      .slice(0, shownOthers)
      .map(({ name }) => ({
        id: `dataset:${name}`,
        title: name,
        kind: 'Data set',
        href: `/datasets/${encodeURIComponent(name)}`,
      })),
    ...(trainers.data?.items ?? [])
      .filter(({ manifest }) => fits(`${manifest.title} ${manifest.id}`, text))
      .slice(0, shownOthers)
      .map(({ manifest }) => ({
        id: `trainer:${manifest.id}`,
        title: manifest.title,
        kind: 'Trainer',
        href: `/trainers/${encodeURIComponent(manifest.id)}`,
      })),
  ];
}
