import type { ReactNode } from 'react';
import type { Tone } from '../../../format/run-status.ts';
import classes from './notice.module.css';

/** One line across the page. */
export function Notice({ tone, children, action }: { tone: Tone; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.notice} data-tone={tone} role="status">
      <span className={classes.words} dir="auto">
        {children}
      </span>
      {action}
    </div>
  );
}
