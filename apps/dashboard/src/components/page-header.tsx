import { type ReactNode, useEffect } from 'react';
import classes from './page-header.module.css';

export interface PageHeaderProps {
  /** The page's h1, and the window's title. */
  title: string;
  /** Beside the title: a badge, a count. */
  beside?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  /** Shown in the window's title in place of `title`. */
  windowTitle?: string;
}

/** Every page begins with one. Its h1 takes the focus after a change of page (see app/focus-page.ts). */
export function PageHeader({ title, beside, note, actions, windowTitle }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${windowTitle ?? title} · Trainyard`;
  }, [title, windowTitle]);
  return (
    <header className={classes.header}>
      <h1 tabIndex={-1} className={classes.title} dir="auto">
        {title}
      </h1>
      {beside}
      {note !== undefined && <span className={classes.note}>{note}</span>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
