import { useTable } from '@tanstack/react-table';
import type { Run } from '@trainyard/contracts';
import { type Dispatch, type SetStateAction, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { moveColumn, resizeColumns, type ShownColumn } from '../columns/column-list.ts';
import { nextSort } from '../search/history-search.ts';
import type { Selection } from '../selection/selected-numbers.ts';
import { HeadCell } from './head-cell.tsx';
import { RunRows } from './run-rows.tsx';
import classes from './run-table.module.css';
import { definitionsOf, features, rowId } from './table-features.ts';

export interface RunTableProps {
  runs: Run[];
  columns: readonly ShownColumn[];
  setColumns: (columns: readonly ShownColumn[]) => void;
  sort: string;
  setSort: (sort: string | undefined) => void;
  selection: Selection;
  setSelection: Dispatch<SetStateAction<Selection>>;
  total: number;
  before: number;
  busy: boolean;
  onMenu: (run: Run, button: HTMLElement) => void;
}

const checkWidth = 38;
const writeAfterMs = 400;

/** Runs as rows: selected, sorted by their headings, in columns that are resized and moved. */
export function RunTable(props: RunTableProps) {
  const { runs, columns, setColumns, sort, setSort, selection, setSelection, total, before, busy, onMenu } = props;
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const [sizes, setSizes] = useState<Record<string, number>>({});
  const [said, setSaid] = useState('');
  const definitions = useMemo(() => definitionsOf(columns), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: runs,
    getRowId: rowId,
    columnResizeMode: 'onChange',
    state: { columnSizing: sizes, rowSelection: selection },
    onColumnSizingChange: setSizes,
    onRowSelectionChange: setSelection,
  });

  // Widths go into the address when the hand rests.
  const write = useRef(setColumns);
  write.current = setColumns;
  useEffect(() => {
    if (Object.keys(sizes).length === 0) return;
    const timer = setTimeout(() => {
      write.current(resizeColumns(columns, sizes));
      setSizes({});
    }, writeAfterMs);
    return () => clearTimeout(timer);
  }, [sizes, columns]);

  const latest = useRef(table);
  latest.current = table;
  const onSelect = useCallback((number: number, event: unknown) => {
    latest.current.getRow(String(number)).getToggleSelectedHandler()(event);
  }, []);

  function move(id: string, to: number): void {
    const next = moveColumn(columns, id, to);
    setColumns(next);
    const title = columns.find((column) => column.id === id)?.title ?? '';
    setSaid(`${title} is column ${next.findIndex((column) => column.id === id) + 1} of ${next.length}.`);
  }

  // A new page, sort or search begins at its top.
  const first = `${before}|${sort}`;
  useEffect(() => {
    if (first !== '') frame?.scrollTo({ top: 0 });
  }, [first, frame]);

  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const width = checkWidth + table.getTotalSize();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={setFrame} className={classes.frame} tabIndex={0} aria-label="Runs" aria-busy={busy}>
      <table className={classes.table} style={{ minWidth: width }} aria-rowcount={total + 1}>
        <caption className="unseen">Runs; headings sort, Shift and an arrow key moves a column</caption>
        <colgroup>
          <col style={{ width: checkWidth }} />
          {headers.map((header, index) => (
            <col key={header.id} {...(index === headers.length - 1 ? {} : { style: { width: header.getSize() } })} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <td className={classes.check}>
              <input
                type="checkbox"
                aria-label="Select all runs of this page"
                checked={runs.length > 0 && table.getIsAllRowsSelected()}
                disabled={runs.length === 0}
                ref={(box) => {
                  if (box !== null) box.indeterminate = table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected();
                }}
                onChange={(event) => table.toggleAllRowsSelected(event.currentTarget.checked)}
              />
            </td>
            {headers.map((header, index) => {
              const column = columns[index];
              return column === undefined ? null : (
                <HeadCell
                  key={header.id}
                  column={column}
                  index={index}
                  size={header.getSize()}
                  sort={sort}
                  sortBy={({ sort: field, firstDescending }) => {
                    if (field !== null) setSort(nextSort(sort, field, firstDescending));
                  }}
                  move={move}
                  onDrag={header.getResizeHandler()}
                  resize={(size) => setSizes((old) => ({ ...old, [column.id]: size }))}
                />
              );
            })}
          </tr>
        </thead>
        <RunRows
          runs={runs}
          columns={columns}
          before={before}
          selection={selection}
          frame={frame}
          onSelect={onSelect}
          onMenu={onMenu}
        />
      </table>
      <p className="unseen" aria-live="polite">
        {said}
      </p>
    </section>
  );
}
