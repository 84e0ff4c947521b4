import { Link } from '@tanstack/react-router';
import type { Model } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { count, nothing } from '../../format/number.ts';

const shown = 20;

/** Runs whose record names a version of the model. */
export function UsesPanel({ model: { name } }: { model: Model }) {
  const uses = useRoute('listModelUses', { params: { name }, query: { limit: shown } });
  return (
    <Panel title="Used by" note={uses.data === undefined ? undefined : count(uses.data.total, 'run')} flush>
      {uses.data === undefined ? (
        uses.isError ? (
          <ErrorState error={uses.error} retry={() => void uses.refetch()} />
        ) : (
          <LoadingState rows={2} what="Loading the runs that use it" />
        )
      ) : (
        <DataTable
          caption="Runs that use this model"
          rows={uses.data.items}
          keyOf={({ version, run }) => `${run.id} ${version}`}
          none="No run uses it yet. Trainers that take models offer it in the wizard."
          columns={[
            {
              key: 'run',
              title: 'Run',
              rowHeader: true,
              cell: ({ run }) => (
                <Link to="/runs/$id" params={{ id: String(run.number) }} title={run.name}>
                  #{run.number} <bdi>{run.name}</bdi>
                  {run.deleted_at !== null && ', deleted'}
                </Link>
              ),
            },
            {
              key: 'status',
              title: 'Status',
              cell: ({ run }) => <StatusBadge status={run.status} reason={run.reason} />,
            },
            { key: 'trainer', title: 'Trainer', cell: ({ run }) => <bdi>{run.trainer ?? nothing}</bdi> },
            { key: 'version', title: 'Version', numeric: true, cell: ({ version }) => version },
            { key: 'at', title: 'Submitted', cell: ({ run }) => <Time at={run.created_at} /> },
          ]}
        />
      )}
    </Panel>
  );
}
