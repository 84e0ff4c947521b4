import { useVirtualizer } from '@tanstack/react-virtual';
import type { Run } from '@trainyard/contracts';
import { type KeyboardEvent, useMemo } from 'react';
import type { ShownColumn } from '../columns/column-list.ts';
import { largestOf } from '../columns/figure-share.ts';
import type { Selection } from '../selection/selected-numbers.ts';
import { RunRow, type RunRowProps } from './run-row.tsx';
import classes from './run-table.module.css';

export interface RunRowsProps extends Pick<RunRowProps, 'onSelect' | 'onMenu'> {
  runs: readonly Run[];
  columns: readonly ShownColumn[];
  /** Runs before the first of this page. */
  before: number;
  selection: Selection;
  /** What scrolls; null until it is there. */
  frame: HTMLElement | null;
}

const rowHeight = 30;
const spareRows = 6;

/** Only the rows in view are there, between two empty ones that are as high as the others together. */
export function RunRows({ runs, columns, before, selection, frame, onSelect, onMenu }: RunRowsProps) {
  const virtualizer = useVirtualizer({
    count: runs.length,
    getScrollElement: () => frame,
    estimateSize: () => rowHeight,
    getItemKey: (index) => runs[index]?.id ?? index,
    overscan: spareRows,
    useFlushSync: false,
  });
  const largest = useMemo(
    () =>
      Object.fromEntries(
        columns
          .filter(({ group, share }) => group === 'metric' && !share)
          .map(({ id, key }) => [id, largestOf(runs.map((run) => run.metrics[key]))]),
      ),
    [columns, runs],
  );
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const width = columns.length + 1;

  /** Up and down go to the same control of the next row. */
  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = event.target instanceof HTMLElement ? event.target.closest('tr') : null;
    const index = runs.findIndex((run) => String(run.number) === row?.dataset.number);
    const next = runs[index + by];
    if (index === -1 || next === undefined || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const control = event.target.dataset.control;
    virtualizer.scrollToIndex(index + by);
    const there = event.currentTarget.querySelector(`tr[data-number="${next.number}"]`);
    there?.querySelector<HTMLElement>(control === undefined ? 'a' : `[data-control="${control}"]`)?.focus();
  }

  return (
    <tbody onKeyDown={onKeyDown}>
      {above > 0 && (
        <tr aria-hidden style={{ height: above }}>
          <td colSpan={width} className={classes.space} />
        </tr>
      )}
      {items.map(({ index }) => {
        const run = runs[index];
        return run === undefined ? null : (
          <RunRow
            key={run.id}
            run={run}
            columns={columns}
            rowIndex={before + index + 2}
            selected={selection[String(run.number)] === true}
            largest={largest}
            onSelect={onSelect}
            onMenu={onMenu}
          />
        );
      })}
      {below > 0 && (
        <tr aria-hidden style={{ height: below }}>
          <td colSpan={width} className={classes.space} />
        </tr>
      )}
    </tbody>
  );
}
