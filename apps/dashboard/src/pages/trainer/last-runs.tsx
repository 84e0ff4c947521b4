import { Link } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Duration, Time } from '../../components/time.tsx';
import { count, nothing } from '../../format/number.ts';

const shown = 10;

export function LastRuns({ trainer }: { trainer: string }) {
  const runs = useRoute('listRuns', { query: { filter: `trainer:${trainer}`, sort: '-created_at', limit: shown } });
  return (
    <Panel
      title="Last runs"
      note={runs.data === undefined ? undefined : count(runs.data.total, 'run')}
      flush
      actions={
        <Link to="/runs" search={{ trainer }}>
          All in the table of runs
        </Link>
      }
    >
      {runs.data === undefined ? (
        runs.isError ? (
          <ErrorState error={runs.error} retry={() => void runs.refetch()} />
        ) : (
          <LoadingState rows={3} what="Loading runs" />
        )
      ) : (
        <DataTable
          caption="Last runs of this trainer"
          rows={runs.data.items}
          keyOf={({ id }) => id}
          none="It has not run yet."
          columns={[
            {
              key: 'name',
              title: 'Run',
              rowHeader: true,
              cell: ({ number, name }) => (
                <Link to="/runs/$id" params={{ id: String(number) }} title={name}>
                  #{number} <bdi>{name}</bdi>
                </Link>
              ),
            },
            { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
            { key: 'preset', title: 'Preset', cell: ({ preset }) => preset ?? nothing },
            {
              key: 'dataset',
              title: 'Data set',
              cell: ({ dataset }) => (dataset === null ? nothing : `${dataset.name}@${dataset.version}`),
            },
            { key: 'time', title: 'Took', numeric: true, cell: ({ running_s }) => <Duration seconds={running_s} /> },
            { key: 'at', title: 'Submitted', cell: ({ created_at }) => <Time at={created_at} /> },
          ]}
        />
      )}
    </Panel>
  );
}
