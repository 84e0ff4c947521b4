import { DataTable } from '../../../components/data-table.tsx';
import { formatNumber } from '../../../format/number.ts';
import type { Curve } from './curve.ts';
import { curveTable } from './curve-table.ts';
import classes from './curves-panel.module.css';

const mostRows = 300;

/** The curves in digits, newest first. */
export function CurveTable({
  chosen,
  curves,
  stepWord,
}: {
  chosen: readonly string[];
  curves: ReadonlyMap<string, Curve>;
  stepWord: string;
}) {
  const { columns, rows } = curveTable(chosen, curves);
  const shown = rows.slice(-mostRows).reverse();
  return (
    <div className={classes.table}>
      <DataTable
        caption="Points of the curves"
        rows={shown}
        keyOf={({ step }) => String(step)}
        columns={[
          { key: 'step', title: stepWord, numeric: true, rowHeader: true, cell: ({ step }) => formatNumber(step) },
          ...columns.map(({ key, label }, place) => ({
            key,
            title: <bdi>{label}</bdi>,
            numeric: true,
            cell: ({ values }: (typeof shown)[number]) => formatNumber(values[place]),
          })),
        ]}
      />
      {rows.length > shown.length && (
        <p
          className={classes.none}
        >{`The newest ${shown.length} of ${rows.length} rows; a file (Save) has them all.`}</p>
      )}
    </div>
  );
}
