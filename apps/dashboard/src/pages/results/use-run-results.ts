import type { CheckpointRow, Run } from '@trainyard/contracts';
import { useMemo } from 'react';
import { askRoute, refreshRoutes, useRoute } from '../../api/use-route.ts';
import { hasEnded } from '../../format/run-status.ts';
import { useEvents } from '../../live/use-events.ts';
import { runFileReader } from '../../sections/run-file.ts';
import { fileAddress } from '../history/actions/model-file.ts';
import { isSystemKey } from '../run/metrics/metric-key.ts';
import { signalReader } from './matrix/signal-reader.ts';
import type { ResultSource } from './result-source.ts';

const none: readonly never[] = [];

/** All that the page shows of a run, each part as it comes; while the run goes on, new parts appear by themselves. */
export function useRunResults(run: Run) {
  const params = { id: run.id };
  const ended = hasEnded(run.status);
  const fresh = ended ? { freshMs: 60_000 } : {};
  const sections = useRoute('listSections', { params }, fresh);
  const insights = useRoute('getInsights', { params }, fresh);
  const files = useRoute('listFiles', { params }, fresh);
  const series = useRoute('listSeries', { params }, fresh);
  const checkpoints = useRoute('listCheckpoints', { params }, fresh);
  const config = useRoute(
    'getRunConfig',
    { params },
    { enabled: run.executor === 'worker', freshMs: Number.POSITIVE_INFINITY },
  );
  useEvents(
    [{ run: run.id, from: run.last_seq }],
    ({ kind, data }) => {
      if (kind === 'section-added')
        void refreshRoutes('listSections', ...(data.live === true ? [] : ['getInsights' as const]));
      if (kind === 'artifact-registered') void refreshRoutes('listFiles', 'getInsights');
      if (kind === 'checkpoint-saved') void refreshRoutes('listCheckpoints', 'listSeries');
      if (kind === 'run-edited') void refreshRoutes('getRun');
      if (kind === 'status-changed') {
        void refreshRoutes('getRun', 'listSections', 'getInsights', 'listFiles', 'listCheckpoints', 'listSeries');
      }
    },
    // A run that has ended is only ever edited, which the list of all runs tells.
    { enabled: !ended },
  );
  const readFile = useMemo(() => runFileReader(run.id), [run.id]);
  const readSeries = useMemo<ResultSource['readSeries']>(
    () => async (keys, signal) => {
      const query = { key: [...keys], buckets: 800 };
      return (await askRoute('getSeries', { params: { id: run.id }, query }, signal)).items;
    },
    [run.id],
  );
  const readPredictions = useMemo<ResultSource['readPredictions']>(
    () => (query, signal) => askRoute('listPredictions', { params: { id: run.id }, query }, signal),
    [run.id],
  );
  const keys = series.data?.items;
  const seriesKeys = useMemo(() => (keys ?? []).map(({ key }) => key).filter((key) => !isSystemKey(key)), [keys]);
  const source: ResultSource = {
    run,
    config: config.data ?? null,
    sections: sections.data?.items ?? none,
    insights: insights.data ?? null,
    files: files.data?.items ?? none,
    seriesKeys,
    readFile,
    readSeries,
    readPredictions,
    readSignal: signalReader(run, config.data),
    fileAddress: (path) => fileAddress(run.number, path),
    readOnly: false,
  };
  return {
    source,
    checkpoints: (checkpoints.data?.items ?? none) as readonly CheckpointRow[],
    isPending: sections.isPending,
    error: sections.data === undefined ? sections.error : null,
    configError: config.data === undefined ? config.error : null,
    retry: () => void refreshRoutes('listSections', 'getInsights', 'listFiles', 'listSeries', 'getRunConfig'),
  };
}
