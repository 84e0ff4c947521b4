import { Link } from '@tanstack/react-router';
import { Duration } from '../../components/time.tsx';
import { nothing } from '../../format/number.ts';
import { LastRuns } from '../../run-list/last-runs.tsx';

/** What it has been used for. */
export function RunsPanel({ trainer }: { trainer: string }) {
  return (
    <LastRuns
      title="Last runs"
      filter={`trainer:${trainer}`}
      caption="Last runs of this trainer"
      none="It has not run yet."
      columns={[
        { key: 'preset', title: 'Preset', cell: ({ preset }) => preset ?? nothing },
        {
          key: 'dataset',
          title: 'Data set',
          cell: ({ dataset }) => (dataset === null ? nothing : `${dataset.name}@${dataset.version}`),
        },
        { key: 'time', title: 'Took', numeric: true, cell: ({ running_s }) => <Duration seconds={running_s} /> },
      ]}
      links={
        <Link to="/runs" search={{ trainer }}>
          All in the table of runs
        </Link>
      }
    />
  );
}
