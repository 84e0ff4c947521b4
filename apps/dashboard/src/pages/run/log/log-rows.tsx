import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LogLine } from './log-line.ts';
import classes from './log-panel.module.css';
import { LogRow } from './log-row.tsx';
import { frameHeight, isAtEnd, rowHeight, topFor, windowOfRows } from './log-window.ts';

export interface LogRowsProps {
  rows: number;
  /** Rises when lines that are drawn may have come. */
  version: number;
  lineAt: (row: number) => LogLine | undefined;
  words: string;
  current: number | null;
  currentRow: number | null;
  onCurrent: (n: number | null) => void;
  follow: boolean;
  onFollow: (follow: boolean) => void;
}

/** A window on the lines: only those in sight are in the document. */
export function LogRows(props: LogRowsProps) {
  const { rows, lineAt, words, current, currentRow, onCurrent, follow, onFollow } = props;
  const frame = useRef<HTMLElement>(null);
  const lastTop = useRef(0);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const sizes = new ResizeObserver(() => setHeight(element.clientHeight));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  // After every picture with new lines: who follows stays at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count of rows is what moves the end
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    if (!follow) {
      // Where the end was left is where the reader is.
      setTop(element.scrollTop);
      return;
    }
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  }, [rows, follow, height]);
  useEffect(() => {
    const element = frame.current;
    if (element === null || currentRow === null) return;
    const wanted = topFor(currentRow, { top: element.scrollTop, height: element.clientHeight });
    if (wanted === null) return;
    element.scrollTop = wanted;
    lastTop.current = element.scrollTop;
    setTop(element.scrollTop);
  }, [currentRow]);
  function onScroll(): void {
    const element = frame.current;
    if (element === null) return;
    const { scrollTop, clientHeight, scrollHeight } = element;
    const wentUp = scrollTop < lastTop.current;
    lastTop.current = scrollTop;
    const atEnd = isAtEnd({ top: scrollTop, height: clientHeight, whole: scrollHeight });
    if (follow && wentUp && !atEnd) onFollow(false);
    else if (!follow && !wentUp && atEnd) onFollow(true);
    if (!follow || wentUp) setTop(scrollTop);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (currentRow === null || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' && event.key !== 'Escape')) return;
    event.preventDefault();
    if (event.key === 'Escape') {
      onCurrent(null);
      return;
    }
    const line = lineAt(currentRow + (event.key === 'ArrowDown' ? 1 : -1));
    if (line !== undefined) onCurrent(line.n);
  }
  const { first, end } = windowOfRows({ count: rows, top, height, follow });
  const drawn: React.ReactNode[] = [];
  let before = first > 0 ? lineAt(first - 1) : undefined;
  for (let row = first; row < end; row += 1) {
    const line = lineAt(row);
    drawn.push(
      <LogRow
        key={row}
        row={row}
        line={line}
        words={words}
        isCurrent={line !== undefined && line.n === current}
        beginsAttempt={line !== undefined && before !== undefined && line.attempt !== before.attempt}
        onChoose={onCurrent}
      />,
    );
    before = line;
  }
  return (
    <div className={classes.holder}>
      <section
        ref={frame}
        className={classes.frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Lines of the log"
        style={{ height: frameHeight(rows) }}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: rows out of sight are not there; a table would have to hold them */}
        <div
          role="table"
          aria-label="Log"
          aria-rowcount={rows}
          className={classes.sheet}
          style={{ height: rows * rowHeight }}
        >
          {drawn}
        </div>
      </section>
      {!follow && (
        <Button
          className={classes.end ?? ''}
          leftSection={<IconArrowDown size={14} />}
          onClick={() => {
            onCurrent(null);
            onFollow(true);
          }}
        >
          Go to the end
        </Button>
      )}
    </div>
  );
}
