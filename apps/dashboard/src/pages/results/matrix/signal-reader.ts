import type { FrozenRun, Run } from '@trainyard/contracts';
import { askRoute } from '../../../api/use-route.ts';
import type { ResultSource } from '../result-source.ts';

/** How a run has cut its windows, as the server is asked for one; nothing where its samples are whole recordings. */
export function windowQuery(config: FrozenRun | null | undefined): { window?: number; overlap?: number } {
  const { window } = config?.config ?? {};
  if (typeof window !== 'object' || window === null) return {};
  const { seconds, overlap } = window as { seconds?: unknown; overlap?: unknown };
  if (typeof seconds !== 'number') return {};
  return { window: seconds, overlap: typeof overlap === 'number' ? overlap : 0 };
}

/** Reads what a sample of the run was made of from its data set. */
export function signalReader(run: Run, config: FrozenRun | null | undefined): ResultSource['readSignal'] {
  return (query, signal) => {
    if (run.dataset === null) return Promise.reject(new Error('This run has no data set.'));
    const name = `${run.dataset.name}@${run.dataset.version}`;
    return askRoute('getSignal', { params: { name }, query: { ...query, ...windowQuery(config) } }, signal);
  };
}
