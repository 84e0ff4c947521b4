import { Link } from '@tanstack/react-router';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { inQueueOrder, waitsFor } from './queue-order.ts';
import { RunLink } from './run-link.tsx';
import { useQueue, useWorkers } from './use-overview.ts';

const shown = 8;

/** Who is next, and what each waits for. Not there while nobody waits. */
export function QueuePanel() {
  const queue = useQueue();
  const workers = useWorkers();
  const runs = inQueueOrder(queue.data?.items ?? []);
  if (runs.length === 0) return null;
  const places = runs.map((run, index) => ({ run, place: index + 1 }));
  return (
    <Panel
      title="Queue"
      flush
      note={count(queue.data?.total ?? runs.length, 'run')}
      actions={
        <Link to="/runs" search={{ status: 'queued', sort: 'queued_at' } as never}>
          All
        </Link>
      }
    >
      <DataTable
        caption="Queued runs"
        rows={places.slice(0, shown)}
        keyOf={({ run }) => run.id}
        columns={[
          { key: 'place', title: 'Place', numeric: true, width: 60, cell: ({ place }) => place },
          { key: 'run', title: 'Run', rowHeader: true, cell: ({ run }) => <RunLink run={run} /> },
          { key: 'priority', title: 'Priority', width: 80, cell: ({ run }) => run.priority },
          { key: 'waits', title: 'Waits for', cell: ({ run, place }) => waitsFor(run, place, workers.data?.items) },
          {
            key: 'since',
            title: 'Queued',
            width: 110,
            cell: ({ run }) => <Time at={run.queued_at ?? run.created_at} />,
          },
        ]}
      />
    </Panel>
  );
}
