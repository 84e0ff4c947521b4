import { Link } from '@tanstack/react-router';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Duration, Time } from '../../components/time.tsx';
import { nothing } from '../../format/number.ts';
import { Answered } from './answered.tsx';
import { RunLink } from './run-link.tsx';
import { useLast } from './use-overview.ts';

/** What ended last. */
export function LastPanel() {
  const last = useLast();
  return (
    <Panel title="Last runs" flush actions={<Link to="/runs">All runs</Link>}>
      <Answered of={last} what="last runs" rows={5}>
        {({ items }) => (
          <DataTable
            caption="Runs that ended last"
            rows={items}
            keyOf={(run) => run.id}
            none="No run has ended yet."
            columns={[
              {
                key: 'run',
                title: 'Run',
                rowHeader: true,
                cell: (run) => <RunLink run={run} results={run.status === 'completed' && run.trainer !== null} />,
              },
              {
                key: 'status',
                title: 'Status',
                cell: (run) => <StatusBadge status={run.status} reason={run.reason} />,
              },
              { key: 'trainer', title: 'Trainer', cell: (run) => <bdi>{run.trainer ?? 'another program'}</bdi> },
              { key: 'dataset', title: 'Data set', cell: (run) => <bdi>{run.dataset?.name ?? nothing}</bdi> },
              {
                key: 'took',
                title: 'Ran for',
                numeric: true,
                width: 110,
                cell: (run) => <Duration seconds={run.running_s} />,
              },
              { key: 'ended', title: 'Ended', width: 110, cell: (run) => <Time at={run.ended_at} /> },
            ]}
          />
        )}
      </Answered>
    </Panel>
  );
}
