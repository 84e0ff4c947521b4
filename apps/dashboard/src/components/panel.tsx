import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

export interface PanelProps {
  title?: ReactNode;
  /** Secondary words beside the title. */
  note?: ReactNode;
  /** Controls at the right end of the title's line. */
  actions?: ReactNode;
  children: ReactNode;
  /** The content brings its own padding (tables, charts). */
  flush?: boolean;
  className?: string | undefined;
  headingLevel?: 2 | 3;
}

/** A titled card: the unit that pages are made of. */
export function Panel({ title, note, actions, children, flush = false, className, headingLevel = 2 }: PanelProps) {
  const id = useId();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  return (
    <section
      className={className === undefined ? classes.panel : `${classes.panel} ${className}`}
      {...(title === undefined ? {} : { 'aria-labelledby': id })}
    >
      {title !== undefined && (
        <div className={classes.head}>
          <Heading id={id}>{title}</Heading>
          {note !== undefined && <span className={classes.note}>{note}</span>}
          {actions !== undefined && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
