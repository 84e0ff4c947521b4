import { Link } from '@tanstack/react-router';
import type { RunInsights } from '@trainyard/contracts';
import { DataTable } from '../../../components/data-table.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type BesideRow, besideRows } from './beside-rows.ts';
import { figureText, intervalText, isShareFigure } from './figure-words.ts';
import classes from './overview.module.css';

/** What the headline is worth: held against what needs no learning, and against the best run before it. */
export function BesideTable({ insights, number }: { insights: RunInsights; number: number }) {
  const { headline } = insights;
  const rows = besideRows(insights);
  if (headline === null || rows.length === 0) return null;
  const share = isShareFigure(headline.name, headline.unit, headline.value);
  const earlier = insights.best_earlier;
  return (
    <Panel
      title="Beside it"
      note={<bdi>{headline.label ?? headline.name}</bdi>}
      flush
      actions={
        earlier !== null ? (
          <Link to="/compare" search={{ ids: `${number},${earlier.run.number}` } as never}>
            Compare with run {earlier.run.number}
          </Link>
        ) : undefined
      }
    >
      <DataTable<BesideRow>
        caption="This result beside baselines and the best earlier run on the same data"
        keyOf={(row) => row.key}
        rows={rows}
        columns={[
          {
            key: 'label',
            title: 'Result',
            rowHeader: true,
            cell: (row) =>
              row.run === null ? (
                <bdi className={classes.label} title={row.label}>
                  {row.label}
                </bdi>
              ) : (
                <Link to="/runs/$id/results" params={{ id: String(row.run) }} title={row.label}>
                  <bdi className={classes.label}>{row.label}</bdi>
                </Link>
              ),
          },
          {
            key: 'value',
            title: 'Value',
            numeric: true,
            cell: (row) => (
              <span className={classes.stacked}>
                {figureText(row.value, share, headline.unit)}
                <span className={classes.interval}>{intervalText(row, share, headline.unit) ?? 'no interval'}</span>
              </span>
            ),
          },
          {
            key: 'difference',
            title: 'This run',
            numeric: true,
            cell: (row) => (
              <span className={classes.stacked}>
                {row.difference}
                <span className={classes.small} data-sure={row.sure}>
                  {row.verdict}
                </span>
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}
