import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import type { ShownColumn } from '../columns/column-list.ts';
import { ColumnEdge } from './column-edge.tsx';
import classes from './run-table.module.css';

export interface HeadCellProps {
  column: ShownColumn;
  index: number;
  size: number;
  sort: string;
  sortBy: (column: ShownColumn) => void;
  /** `to` is the place that the column then has. */
  move: (id: string, to: number) => void;
  onDrag: (event: unknown) => void;
  resize: (size: number) => void;
}

const dragType = 'application/x-trainyard-column';

/** A heading: sorts, is dragged to another place (Shift and an arrow key does the same), and ends in its edge. */
export function HeadCell({ column, index, size, sort, sortBy, move, onDrag, resize }: HeadCellProps) {
  const [isTarget, setIsTarget] = useState(false);
  const direction = sort === column.sort ? 'ascending' : sort === `-${column.sort}` ? 'descending' : undefined;
  const label = {
    className: classes.label,
    draggable: true,
    title: column.group === 'run' ? column.title : column.key,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(dragType, column.id);
      event.dataTransfer.effectAllowed = 'move';
    },
  };
  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (!event.shiftKey || by === 0) return;
    event.preventDefault();
    move(column.id, index + by);
  }
  const text = <bdi className="cut">{column.title}</bdi>;
  return (
    <th
      scope="col"
      data-numeric={column.numeric}
      data-target={isTarget}
      {...(direction === undefined ? {} : { 'aria-sort': direction })}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setIsTarget(true);
      }}
      onDragLeave={() => setIsTarget(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsTarget(false);
        move(event.dataTransfer.getData(dragType), index);
      }}
    >
      {column.sort === null ? (
        <span {...label}>{text}</span>
      ) : (
        <button
          type="button"
          {...label}
          aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight"
          onClick={() => sortBy(column)}
          onKeyDown={onKeyDown}
        >
          {text}
          {direction === 'ascending' && <IconChevronUp size={13} aria-hidden />}
          {direction === 'descending' && <IconChevronDown size={13} aria-hidden />}
        </button>
      )}
      <ColumnEdge title={column.title} size={size} usual={column.width} onDrag={onDrag} resize={resize} />
    </th>
  );
}
