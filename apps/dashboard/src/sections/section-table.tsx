import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { Cell, Column, TableView } from '@trainyard/sections';
import { useMemo, useState } from 'react';
import { IntervalBar } from './interval-bar.tsx';
import classes from './section-table.module.css';
import { nextSort, type SortBy, sortedRows } from './sorted-rows.ts';

const shownAtFirst = 60;
const shownMore = 500;

export interface SectionTableProps {
  table: TableView;
  sortable?: boolean;
  /** The caption is told to screen readers alone where the panel's title says the same. */
  captionSeen?: boolean;
  /** Shown before one asks for more. */
  firstRows?: number;
}

/** A table of a section: the first column names the row, intervals have their bar, long tables grow on demand. */
export function SectionTable(props: SectionTableProps) {
  const { table, sortable = table.rows.length > 2, captionSeen = false, firstRows = shownAtFirst } = props;
  const [by, setBy] = useState<SortBy | null>(null);
  const [most, setMost] = useState(firstRows);
  const rows = useMemo(() => sortedRows(table, by), [table, by]);
  const shown = rows.slice(0, most);
  const hidden = rows.length - shown.length;
  return (
    <div className={classes.whole}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group that scrolls, and no form */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div role="group" className={classes.frame} tabIndex={0} aria-label={table.caption}>
        <table className={classes.table}>
          <caption className={captionSeen ? classes.caption : 'unseen'}>{table.caption}</caption>
          <thead>
            <tr>
              {table.columns.map((column, c) => (
                <HeadCell
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; labels may be alike
                  key={c}
                  column={column}
                  sort={by?.column === c ? (by.down ? 'descending' : 'ascending') : 'none'}
                  onSort={sortable ? () => setBy(nextSort(table, by, c)) : undefined}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, r) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a table have no other name
              <tr key={r}>
                {table.columns.map((column, c) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  <BodyCell key={c} cell={row[c]} column={column} heads={c === 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hidden + table.moreRows > 0 && (
        <p className={classes.more}>
          {hidden > 0 && (
            <Button variant="default" onClick={() => setMost(most + shownMore)}>
              Show {Math.min(hidden, shownMore)} more
            </Button>
          )}
          <span>
            {shown.length} of {rows.length + table.moreRows} rows
            {table.moreRows > 0 && hidden === 0 ? '; the others are too many for a page' : ''}
          </span>
        </p>
      )}
    </div>
  );
}

interface HeadCellProps {
  column: Column;
  sort: 'ascending' | 'descending' | 'none';
  onSort: (() => void) | undefined;
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const Icon = sort === 'none' ? IconArrowsSort : sort === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" data-align={column.align} {...(onSort ? { 'aria-sort': sort } : {})}>
      {onSort ? (
        <button type="button" className={classes.sort} onClick={onSort} data-sorted={sort !== 'none'}>
          <bdi className="cut" title={column.label}>
            {column.label}
          </bdi>
          <Icon size={12} aria-hidden="true" />
        </button>
      ) : (
        <bdi title={column.label}>{column.label === '' ? <span className="unseen">Row</span> : column.label}</bdi>
      )}
    </th>
  );
}

function BodyCell({ cell, column, heads }: { cell: Cell | undefined; column: Column; heads: boolean }) {
  const text = cell?.text ?? '';
  const words =
    column.kind === 'interval' ? (
      <span className={classes.interval}>
        {cell?.interval ? <IntervalBar interval={cell.interval} scale={column.scale} /> : null}
        <span>{cell?.interval?.valueText ?? text}</span>
        <span className={classes.range}>{cell?.interval?.rangeText}</span>
      </span>
    ) : (
      <bdi className={classes.words} data-long={text.length > 22} title={text.length > 24 ? text : undefined}>
        {text}
      </bdi>
    );
  return heads && text !== '' ? (
    <th scope="row" data-align={column.align} data-tone={cell?.tone}>
      {words}
    </th>
  ) : (
    <td data-align={column.align} data-tone={cell?.tone}>
      {cell?.tone === 'weak' ? <span className={classes.weak}>{words}</span> : words}
    </td>
  );
}
