import { useRoute } from '../../api/use-route.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { WorkerTable } from './worker-table.tsx';

const everyMs = 5_000;

/** Who executes runs, on which computers, and how much room they have. */
export default function WorkersPage() {
  const workers = useRoute('listWorkers', {}, { everyMs });
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const items = workers.data?.items ?? [];
  const alive = items.filter(({ status }) => status !== 'lost');
  const slots = alive.reduce((sum, worker) => sum + worker.slots, 0);
  const busy = alive.reduce((sum, worker) => sum + worker.busy, 0);
  return (
    <>
      <PageHeader
        title="Workers"
        note={
          workers.data === undefined
            ? undefined
            : `${count(alive.length, 'worker')}, ${busy} of ${count(slots, 'slot')} busy`
        }
      />
      <Panel flush>
        {workers.data === undefined ? (
          workers.isError ? (
            <ErrorState error={workers.error} retry={() => void workers.refetch()} />
          ) : (
            <LoadingState rows={3} what="Loading workers" />
          )
        ) : items.length === 0 ? (
          <EmptyState title="No worker is there.">
            Runs wait until one is. <code>npm start</code> brings one along.
          </EmptyState>
        ) : (
          <WorkerTable items={items} admin={me.data?.role === 'admin'} />
        )}
      </Panel>
    </>
  );
}
