import { IconDots } from '@tabler/icons-react';
import type { Run } from '@trainyard/contracts';
import { type MouseEvent, memo } from 'react';
import type { ShownColumn } from '../columns/column-list.ts';
import { RunCell } from './run-cell.tsx';
import classes from './run-table.module.css';

export interface RunRowProps {
  run: Run;
  columns: readonly ShownColumn[];
  /** Counted over the whole list, the heading being row 1. */
  rowIndex: number;
  selected: boolean;
  largest: Readonly<Record<string, number | null>>;
  onSelect: (number: number, event: unknown) => void;
  onMenu: (run: Run, button: HTMLElement) => void;
}

/** Draws itself anew only when its run, the columns or its mark change. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, columns, rowIndex, selected, largest, onSelect, onMenu } = props;
  return (
    <tr aria-rowindex={rowIndex} data-selected={selected} data-number={run.number}>
      <td className={classes.check}>
        <input
          type="checkbox"
          checked={selected}
          data-control="select"
          aria-label={`Select run ${run.number}, ${run.name}`}
          onChange={(event) => onSelect(run.number, event)}
        />
      </td>
      {columns.map((column) => (
        <td key={column.id} data-numeric={column.numeric}>
          {column.id === 'name' ? (
            <span className={classes.named}>
              <RunCell run={run} column={column} largest={null} />
              <button
                type="button"
                className={classes.more}
                data-control="menu"
                aria-haspopup="menu"
                aria-label={`More for run ${run.number}`}
                onClick={(event: MouseEvent<HTMLButtonElement>) => onMenu(run, event.currentTarget)}
              >
                <IconDots size={16} aria-hidden />
              </button>
            </span>
          ) : (
            <RunCell run={run} column={column} largest={largest[column.id] ?? null} />
          )}
        </td>
      ))}
    </tr>
  );
});
