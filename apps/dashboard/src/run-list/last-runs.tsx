import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import type { ReactNode } from 'react';
import { useRoute } from '../api/use-route.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { LoadingState } from '../components/loading-state.tsx';
import { Panel } from '../components/panel.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { Time } from '../components/time.tsx';
import { count } from '../format/number.ts';

const shown = 10;

export interface LastRunsProps {
  title: string;
  /** Which runs, in the words of the table's filter. */
  filter: string;
  caption: string;
  none: string;
  /** What is told of a run between its status and when it was submitted. */
  columns: readonly Column<Run>[];
  /** Where there are more of them. */
  links: ReactNode;
}

/** The last runs that have something in common. */
export function LastRuns({ title, filter, caption, none, columns, links }: LastRunsProps) {
  const runs = useRoute('listRuns', { query: { filter, sort: '-created_at', limit: shown } });
  return (
    <Panel
      title={title}
      note={runs.data === undefined ? undefined : count(runs.data.total, 'run')}
      flush
      actions={links}
    >
      {runs.data === undefined ? (
        runs.isError ? (
          <ErrorState error={runs.error} retry={() => void runs.refetch()} />
        ) : (
          <LoadingState rows={3} what="Loading runs" />
        )
      ) : (
        <DataTable
          caption={caption}
          rows={runs.data.items}
          keyOf={({ id }) => id}
          none={none}
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
            {
              key: 'status',
              title: 'Status',
              cell: ({ status, reason }) => <StatusBadge status={status} reason={reason} />,
            },
            ...columns,
            { key: 'at', title: 'Submitted', cell: ({ created_at }) => <Time at={created_at} /> },
          ]}
        />
      )}
    </Panel>
  );
}
