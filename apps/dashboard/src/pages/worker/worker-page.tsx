import { useParams } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { DrainButton } from '../workers/drain-button.tsx';
import { workerStatus } from '../workers/worker-status.ts';
import { HistoryPanel } from './history-panel.tsx';
import { NowPanel } from './now-panel.tsx';
import { WorkerFacts } from './worker-facts.tsx';

const everyMs = 5_000;

/** One worker: its slots, what it runs, and how its computer does. */
export default function WorkerPage() {
  const { id = '' } = useParams({ strict: false });
  const workers = useRoute('listWorkers', {}, { everyMs });
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const worker = workers.data?.items.find((one) => one.id === id);
  if (worker === undefined) {
    return (
      <>
        <PageHeader title="Worker" />
        <Panel>
          {workers.data !== undefined ? (
            <EmptyState title="No worker has this id.">
              It ended, or the address is wrong. The page of workers shows all that are there.
            </EmptyState>
          ) : workers.isError ? (
            <ErrorState error={workers.error} retry={() => void workers.refetch()} />
          ) : (
            <LoadingState rows={5} what="Loading the worker" />
          )}
        </Panel>
      </>
    );
  }
  const { tone, word, meaning } = workerStatus(worker.status);
  const admin = me.data?.role === 'admin';
  return (
    <>
      <PageHeader
        title={worker.name}
        beside={<Badge tone={tone}>{word}</Badge>}
        note={meaning}
        actions={admin && <DrainButton worker={worker} />}
      />
      <WorkerFacts worker={worker} admin={admin} />
      {worker.sample !== null && <NowPanel sample={worker.sample} />}
      <HistoryPanel worker={worker.id} />
    </>
  );
}
