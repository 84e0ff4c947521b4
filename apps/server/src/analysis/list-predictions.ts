import { type PredictionRow, type Run, TrainyardError } from '@trainyard/contracts';
import { getFrozenRun, listArtifacts, type Page } from '@trainyard/store';
import type { Parts } from '../parts.ts';
import type { PredictionsSource } from './thread-task.ts';

/** The file in which trainers leave their predictions on the test part, where they give it no other name. */
const usualName = 'predictions.csv';

/** Where a run's predictions lie; null where it has none. */
export async function predictionsOf(
  { store, files }: Pick<Parts, 'store' | 'files'>,
  run: Pick<Run, 'id' | 'dataset'>,
): Promise<PredictionsSource | null> {
  const there = (await listArtifacts(store, run.id)).filter((artifact) => artifact.kind === 'predictions');
  const artifact = there.find((one) => one.path === usualName) ?? there[0];
  if (artifact === undefined) return null;
  const frozen = await getFrozenRun(store, run.id);
  const { dataset_digest: said } = artifact.meta;
  const { dataset } = run;
  return {
    path: files.objectPath(artifact.sha256),
    sha256: artifact.sha256,
    dataset: dataset === null ? null : { name: dataset.name, digest: typeof said === 'string' ? said : dataset.digest },
    window: JSON.stringify(frozen?.config.window ?? null),
    sealed: frozen?.split?.sealed === true ? frozen.split.digest : null,
  };
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  const detail = 'the cursor is not one that a list has given';
  throw new TrainyardError(
    'query-invalid',
    { detail: `cursor: ${detail}` },
    { issues: [{ path: 'cursor', message: detail }] },
  );
}

/** One page of a list that the thread answers by offset. */
export async function pageFrom<Item>(
  query: { cursor?: string | undefined; limit: number },
  ask: (offset: number) => Promise<{ items: Item[]; total: number }>,
): Promise<Page<Item>> {
  const offset = offsetOf(query.cursor);
  const { items, total } = await ask(offset);
  const next = offset + items.length;
  return { items, total, next_cursor: items.length > 0 && next < total ? String(next) : null };
}

/** Whether the sample is one that the run has predicted. */
export async function hasPredicted(parts: Parts, run: Run, sample: string): Promise<boolean> {
  const source = await predictionsOf(parts, run);
  if (source === null) return false;
  const page = await parts.analysis.pictures.ask('predictions', { source, query: { sample, offset: 0, limit: 1 } });
  return page !== null && page.total > 0;
}

interface PredictionsFilter {
  truth?: string | undefined;
  prediction?: string | undefined;
  errors?: 'true' | 'false' | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** The surest first. Throws predictions-absent. */
export async function listPredictions(parts: Parts, run: Run, filter: PredictionsFilter): Promise<Page<PredictionRow>> {
  const absent = (): TrainyardError => new TrainyardError('predictions-absent', { run: run.number });
  const source = await predictionsOf(parts, run);
  if (source === null) throw absent();
  const { truth, prediction, limit } = filter;
  return pageFrom(filter, async (offset) => {
    const query = { truth, prediction, errors: filter.errors === 'true', offset, limit };
    const page = await parts.analysis.pictures.ask('predictions', { source, query });
    if (page === null) throw absent();
    return page;
  });
}
