import type { KeyboardEvent, MouseEvent, TouchEvent } from 'react';
import { narrowest, widest } from '../columns/column.ts';
import classes from './run-table.module.css';

export interface ColumnEdgeProps {
  title: string;
  size: number;
  usual: number;
  /** The table's own gesture. */
  onDrag: (event: unknown) => void;
  resize: (size: number) => void;
}

const step = 10;
const bigStep = 50;

/** The edge of a column: dragged, or moved by the arrow keys; a double click or Enter gives it its usual width. */
export function ColumnEdge({ title, size, usual, onDrag, resize }: ColumnEdgeProps) {
  function onKeyDown(event: KeyboardEvent): void {
    const by = event.shiftKey ? bigStep : step;
    const sizes: Record<string, number> = {
      ArrowLeft: size - by,
      ArrowRight: size + by,
      Home: narrowest,
      End: widest,
      Enter: usual,
    };
    const next = sizes[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(Math.min(widest, Math.max(narrowest, next)));
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that takes the focus is a widget; <hr> is none
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${title}`}
      aria-valuenow={Math.round(size)}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuetext={`${Math.round(size)} pixels`}
      tabIndex={0}
      className={classes.edge}
      onMouseDown={(event: MouseEvent) => {
        // Else the browser drags the heading, once the edge has moved away from where it was pressed.
        event.preventDefault();
        onDrag(event);
      }}
      onTouchStart={(event: TouchEvent) => onDrag(event)}
      onDoubleClick={() => resize(usual)}
      onKeyDown={onKeyDown}
    />
  );
}
