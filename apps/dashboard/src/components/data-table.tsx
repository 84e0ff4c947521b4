import type { ReactNode } from 'react';
import classes from './data-table.module.css';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures: right, with digits of one width. */
  numeric?: boolean;
  width?: number | string;
  /** Names the row for screen readers. One column is. */
  rowHeader?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table shows, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** In place of rows when there are none. */
  none?: ReactNode;
}

/** A plain table of up to some hundreds of rows. It scrolls sideways in its own frame, by keyboard too. */
export function DataTable<Row>({ caption, columns, rows, keyOf, none }: DataTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.frame} tabIndex={0} aria-label={caption}>
      <table className={classes.table}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, numeric, width }) => (
              <th
                key={key}
                scope="col"
                data-numeric={numeric === true}
                {...(width === undefined ? {} : { style: { width } })}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ key, cell, numeric, rowHeader }) =>
                rowHeader === true ? (
                  <th key={key} scope="row" data-numeric={numeric === true}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={key} data-numeric={numeric === true}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className={classes.none}>
                {none ?? 'Nothing here yet.'}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
