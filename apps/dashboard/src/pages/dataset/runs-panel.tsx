import { Link } from '@tanstack/react-router';
import type { Dataset, DatasetVersion } from '@trainyard/contracts';
import { nothing } from '../../format/number.ts';
import { LastRuns } from '../../run-list/last-runs.tsx';

/** Which runs used it, and which version of it. */
export function RunsPanel({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  return (
    <LastRuns
      title="Runs that used it"
      filter={`dataset:${dataset.name}`}
      caption="Runs that used this data set"
      none="No run has used it yet."
      columns={[
        { key: 'trainer', title: 'Trainer', cell: ({ trainer }) => trainer ?? nothing },
        { key: 'version', title: 'Version', numeric: true, cell: (run) => run.dataset?.version ?? nothing },
        { key: 'split', title: 'Split by', cell: ({ split }) => split?.by ?? nothing },
      ]}
      links={
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
    />
  );
}
