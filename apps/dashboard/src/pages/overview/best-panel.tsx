import { Link } from '@tanstack/react-router';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { Answered } from './answered.tsx';
import { bestText } from './best-text.ts';
import classes from './overview.module.css';
import { RunLink } from './run-link.tsx';
import { useBest } from './use-overview.ts';

/** The best run of each data set, with what its split does to the figure. */
export function BestPanel() {
  const best = useBest();
  return (
    <Panel title="Best per data set" flush note="Flattered scores never beat honest ones">
      <Answered of={best} what="best runs">
        {({ items }) => (
          <DataTable
            caption="The best run of each data set"
            rows={items}
            keyOf={({ dataset }) => `${dataset.name}@${dataset.version}`}
            none="No run with a scored test set has completed yet."
            columns={[
              {
                key: 'dataset',
                title: 'Data set',
                rowHeader: true,
                cell: ({ dataset }) => (
                  <Link to="/datasets/$name" params={{ name: dataset.name }} className={classes.name ?? ''}>
                    <bdi className="cut">{dataset.name}</bdi>
                    <span className={classes.number}>version {dataset.version}</span>
                  </Link>
                ),
              },
              {
                key: 'figure',
                title: 'Best',
                numeric: true,
                cell: (one) => (
                  <>
                    <span className="muted">{one.label}</span> {bestText(one)}
                  </>
                ),
              },
              { key: 'run', title: 'Run', cell: ({ run }) => <RunLink run={run} results /> },
              {
                key: 'split',
                title: 'Split',
                cell: ({ split_by, note }) => (
                  <span className={note === null ? undefined : classes.note} title={note ?? undefined}>
                    {note ?? (split_by === null ? 'none' : `by ${split_by}`)}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Answered>
    </Panel>
  );
}
