import { memo } from 'react';
import { formatClock, formatMoment } from '../../../format/time.ts';
import { cutByHits, type LogLine, shownText } from './log-line.ts';
import classes from './log-panel.module.css';
import { rowHeight } from './log-window.ts';

export interface LogRowProps {
  row: number;
  /** Undefined while it is on its way. */
  line: LogLine | undefined;
  words: string;
  isCurrent: boolean;
  beginsAttempt: boolean;
  onChoose: (n: number) => void;
}

const levelWords = { debug: 'debug', info: 'info', warning: 'warn', error: 'error' } as const;

const clock = (at: string): string => `${formatClock(at)}.${at.slice(20, 23)}`;

/** One line. It is drawn again only when it becomes another. */
export const LogRow = memo(function LogRow({ row, line, words, isCurrent, beginsAttempt, onChoose }: LogRowProps) {
  const place = { transform: `translateY(${row * rowHeight}px)` };
  if (line === undefined) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: see the sheet of rows
      // biome-ignore lint/a11y/useFocusableInteractive: the frame has the focus
      <div role="row" aria-rowindex={row + 1} className={classes.row} style={place}>
        {/* biome-ignore lint/a11y/useSemanticElements: see the sheet of rows */}
        <span role="cell" className={classes.time}>
          …
        </span>
      </div>
    );
  }
  const text = shownText(line.text);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the sheet of rows
    // biome-ignore lint/a11y/useFocusableInteractive: the frame has the focus
    // biome-ignore lint/a11y/useKeyWithClickEvents: the frame moves the current line by arrow keys
    <div
      role="row"
      aria-rowindex={row + 1}
      className={classes.row}
      style={place}
      data-level={line.level}
      data-source={line.source}
      data-current={isCurrent || undefined}
      data-attempt={beginsAttempt ? `attempt ${line.attempt}` : undefined}
      onClick={() => {
        // Who marks text means the text.
        if (window.getSelection()?.isCollapsed !== false) onChoose(line.n);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the sheet of rows */}
      <span role="cell" className={classes.time} title={formatMoment(line.at)}>
        {clock(line.at)}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: see the sheet of rows */}
      <span role="cell" className={classes.level}>
        {levelWords[line.level]}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: see the sheet of rows */}
      <span role="cell" className={classes.source}>
        {line.source}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: see the sheet of rows */}
      <span role="cell" className={classes.text} dir="auto">
        {words === ''
          ? text
          : cutByHits(text, words).map(({ text: part, hit, at }) => (hit ? <mark key={at}>{part}</mark> : part))}
      </span>
    </div>
  );
});
