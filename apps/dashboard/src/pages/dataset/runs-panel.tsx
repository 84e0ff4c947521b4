import { Link } from '@tanstack/react-router';
import type { Dataset, DatasetVersion } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { count, nothing } from '../../format/number.ts';

const shown = 10;

/** Which runs used it, and which version of it. */
export function RunsPanel({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const runs = useRoute('listRuns', {
    query: { filter: `dataset:${dataset.name}`, sort: '-created_at', limit: shown },
  });
  const total = runs.data?.total ?? 0;
  return (
    <Panel
      title="Runs that used it"
      note={runs.data === undefined ? undefined : count(total, 'run')}
      flush
      actions={
        <>
          {dataset.versions.length > 1 && (
            <Link to="/runs" search={{ dataset: `${dataset.name}@${version.version}` }}>
              Runs of version {version.version}
            </Link>
          )}
          <Link to="/runs" search={{ dataset: dataset.name }}>
            All in the table of runs
          </Link>
        </>
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
          caption="Runs that used this data set"
          rows={runs.data.items}
          keyOf={({ id }) => id}
          none="No run has used it yet."
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
            { key: 'trainer', title: 'Trainer', cell: ({ trainer }) => trainer ?? nothing },
            { key: 'version', title: 'Version', numeric: true, cell: (run) => run.dataset?.version ?? nothing },
            { key: 'split', title: 'Split by', cell: ({ split }) => split?.by ?? nothing },
            { key: 'at', title: 'Submitted', cell: ({ created_at }) => <Time at={created_at} /> },
          ]}
        />
      )}
    </Panel>
  );
}
