import type { Comparison } from '@trainyard/contracts';
import { DataTable } from '../../../components/data-table.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { type PairRow, pairRows } from './pair-rows.ts';
import classes from './tables.module.css';

/** Whether the differences are more than chance, pair by pair, on the samples that both runs predicted. */
export function SignificancePanel({ comparison }: { comparison: Comparison }) {
  const { significance, runs } = comparison;
  const rows = pairRows(significance, runs);
  return (
    <Panel title="Is the difference significant?" note={<bdi>by {significance.metric}</bdi>} flush>
      <p className={classes.conclusion} dir="auto">
        {significance.verdict}
      </p>
      {rows.length > 0 && (
        <DataTable<PairRow>
          caption="Pairs of runs, each tested on the samples that both predicted"
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            { key: 'pair', title: 'Pair', rowHeader: true, cell: (row) => <bdi title={row.names}>{row.pair}</bdi> },
            {
              key: 'verdict',
              title: 'Verdict',
              cell: (row) => <Badge tone={row.tone}>{row.verdict}</Badge>,
            },
            { key: 'difference', title: 'Difference', numeric: true, cell: (row) => row.difference },
            { key: 'interval', title: '95 % interval', numeric: true, cell: (row) => row.interval },
            { key: 'p', title: 'p (Holm)', numeric: true, cell: (row) => row.p },
            { key: 'samples', title: 'Samples', numeric: true, cell: (row) => row.samples },
            { key: 'test', title: 'Test', cell: (row) => <span title={row.test}>{row.test}</span> },
          ]}
        />
      )}
    </Panel>
  );
}
